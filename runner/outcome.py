"""How a run ended, for people (one sentence) and for machines (JSON, JUnit)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from clerkwork.runner.state import RunState

NOT_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "�")
"""Characters that no XML document may hold."""


@dataclass(frozen=True)
class StepOutcome:
    """One step as it ended in the last attempt; `ms` is its wall time."""

    index: int
    id: str | None
    words: str
    state: str
    ms: int
    why: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """How a run ended."""

    run: str
    bot: str
    state: RunState
    folder: Path
    why: str = ""
    hint: str = ""
    outputs: dict[str, Any] = field(default_factory=dict)
    steps: tuple[StepOutcome, ...] = ()
    reviews: tuple[str, ...] = ()
    heals: int = 0
    differences: int = 0
    attempts: int = 1
    ms: int = 0

    @property
    def exit_code(self) -> int:
        return self.state.exit_code

    def sentence(self) -> str:
        """What happened, for a person."""
        done = sum(step.state == "done" for step in self.steps)
        return {
            RunState.DONE: f"done: {done} steps in {self.ms / 1000:.1f} s",
            RunState.NEEDS_REVIEW: f"done, but needs review: {'; '.join(self.reviews)}",
        }.get(self.state, f"{self.state.value.replace('_', ' ')}: {self.why}")

    def as_json(self) -> str:
        """One line of JSON; keys are stable."""
        return json.dumps(
            {
                "run": self.run,
                "bot": self.bot,
                "state": self.state.value,
                "exit": self.exit_code,
                "why": self.why,
                "hint": self.hint,
                "outputs": self.outputs,
                "reviews": list(self.reviews),
                "heals": self.heals,
                "attempts": self.attempts,
                "ms": self.ms,
                "folder": str(self.folder),
                "steps": [vars(step) for step in self.steps],
            },
            ensure_ascii=False,
            default=str,
        )

    def as_junit(self) -> str:
        """A JUnit document: one suite for the run, one case per step.

        A business exception or a difference is a failure, anything of the machinery an error.
        """
        failed = self.state in (RunState.BUSINESS_EXCEPTION, RunState.NEEDS_REVIEW)
        broken = self.exit_code not in (0, 3, 4)
        suite = ElementTree.Element(
            "testsuite",
            name=self.bot,
            tests=str(len(self.steps)),
            failures=str(int(failed)),
            errors=str(int(broken)),
            skipped=str(sum(step.state == "skipped" for step in self.steps)),
            time=f"{self.ms / 1000:.3f}",
        )
        for step in self.steps:
            suite.append(self._case(step))
        if self.state is RunState.NEEDS_REVIEW:
            case = ElementTree.SubElement(suite, "testcase", name="review", classname=self.bot)
            ElementTree.SubElement(
                case, "failure", type="needs_review", message=_clean("; ".join(self.reviews))
            )
        ElementTree.indent(suite)
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n'
            + ElementTree.tostring(suite, encoding="unicode")
            + "\n"
        )

    def _case(self, step: StepOutcome) -> ElementTree.Element:
        case = ElementTree.Element(
            "testcase",
            name=_clean(f"{step.index} {step.words}"),
            classname=self.bot,
            time=f"{step.ms / 1000:.3f}",
        )
        if step.state == "skipped":
            ElementTree.SubElement(case, "skipped")
        elif step.state == "failed":
            kind = "failure" if self.state is RunState.BUSINESS_EXCEPTION else "error"
            ElementTree.SubElement(case, kind, type=self.state.value, message=_clean(step.why))
        return case


def _clean(text: str) -> str:
    return text.translate(NOT_XML)
