"""A bot's steps as the body of a function that drives `page`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.actions.registry import action_of
from clerkwork.bots.actions.upload import Upload
from clerkwork.bots.bot import Bot, Bundle, Input
from clerkwork.bots.errors import NotExportable
from clerkwork.bots.exports.locators import comment, locator
from clerkwork.bots.exports.sources import Sources, quoted
from clerkwork.bots.exports.steps import WRITERS
from clerkwork.bots.secrets import variable_of
from clerkwork.bots.step import Dialog, Step
from clerkwork.selectors.target import Target

WAITS_BY_ITSELF = frozenset({"open", "back", "forward", "reload"})
"""Actions whose Playwright call waits until the page is loaded."""

_NAMED = re.compile(r"\{\{\s*\w+\.(\w+)\s*\}\}")


@dataclass
class Routine:
    """The body as lines, with what the file around it must bring."""

    bundle: Bundle
    sources: Sources
    lines: list[str] = field(default_factory=list)
    constants: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    at: int = 0
    _told: set[str] = field(default_factory=set)

    @property
    def bot(self) -> Bot:
        return self.bundle.bot

    @property
    def sees(self) -> bool:
        """Whether the file needs `see()`, which looks into every frame."""
        return any(line.lstrip().startswith("see(") for line in self.lines)

    @property
    def closes(self) -> bool:
        """Whether the file needs `may_close()`."""
        return any("may_close(" in line for line in self.lines)

    def text(self, text: str, *, before: str = "") -> str:
        return self.sources.text(text, before=before)

    def target(self, name: str) -> Target:
        return self.bundle.targets.targets[name]

    def locator(self, name: str, *, row: str | None = None, named: str | None = None) -> str:
        target = self.target(name)
        if name not in self._told:
            self._told.add(name)
            self.lines += comment(name, target.candidates)
        in_row, control = locator(self.page(target.window), target, row=row, named=named)
        if in_row:
            self.lines.append(f"row = {in_row}")
        return f"row{control}" if in_row else control

    def page(self, window: str) -> str:
        return "page" if window == "main" else window

    def need(self, *imports: str) -> None:
        self.sources.imports.update(imports)

    def output_pattern(self, name: str) -> str | None:
        declared = self.bot.outputs.get(name)
        return declared.pattern if declared else None

    def looked_at(self) -> tuple[str, bool]:
        """The page that a person looks at now, and whether it is made of frames."""
        window = next(
            (one for step in reversed(self.bot.steps[: self.at]) if (one := self.window_of(step))), "main"
        )
        window = window if self._lives_on(window) else "main"
        used = (self.target(name) for step in self.bot.steps for name in step.targets())
        return self.page(window), any(target.frame for target in used if target.window == window)

    def closes_itself(self, window: str) -> bool:
        """Whether the step at hand is the last in a window of its own, and others follow elsewhere."""
        return window != "main" and not self._lives_on(window) and self.at + 1 < len(self.bot.steps)

    def window_of(self, step: Step) -> str | None:
        named = step.targets()
        if named:
            return self.target(named[0]).window
        named_by = ("window", "close", "back", "forward", "reload")
        return next((window for key in named_by if (window := getattr(step, key, None))), None)

    def _lives_on(self, window: str) -> bool:
        later = self.bot.steps[self.at + 1 :]
        return window == "main" or any(self.window_of(step) == window for step in later)


def routine_of(bundle: Bundle) -> Routine:
    """The whole bot. Raises NotExportable."""
    routine = Routine(bundle, Sources(bundle.bot))
    for at, step in enumerate(bundle.bot.steps):
        routine.at = at
        _write(routine, step)
        if isinstance(step, Upload):
            routine.files += [path for path in step.files if "{{" not in path]
        if into := getattr(step, "into", None):
            routine.outputs.append(into)
    routine.constants = _constants(routine)
    return routine


def _write(routine: Routine, step: Step) -> None:
    began = len(routine.lines)
    if step.note:
        routine.lines += [f"# {line}" for line in step.note.splitlines()]
    if isinstance(step, Action) and step.commit:
        key = _NAMED.sub(r"\1", step.commit.key)
        routine.lines.append(f"# must not happen twice for the same {key}")
    routine.lines += _act(routine, step)
    if isinstance(step, Action):
        for check in step.expect:
            routine.lines += WRITERS[str(action_of(check))](routine, check)
    if step.when is not None:
        indented = [f"    {line}" for line in routine.lines[began:]]
        routine.lines[began:] = [f"if {routine.sources.value(step.when)}:", *indented]


def _act(routine: Routine, step: Step) -> list[str]:
    """The step's lines inside whatever they are waited for with."""
    write = WRITERS.get(str(action_of(step)))
    if write is None:
        routine.remarks.append(f"step {routine.at + 1} ({step.words()}) has no counterpart in a script")
        return [f"# not exported: {step.words()}"]
    lines = write(routine, step)
    if not isinstance(step, Action):
        return lines
    window = routine.window_of(step) or "main"
    page, waits, after = routine.page(window), *_waits(routine, step, window)
    if waits:
        lines = [f"with {', '.join(waits)}:", *(f"    {line}" for line in lines)]
    return [*_dialogs(routine, page, step.dialogs), *lines, *after]


def _waits(routine: Routine, step: Action, window: str) -> tuple[list[str], list[str]]:
    """The contexts of the act, and what is taken from them afterwards."""
    page, waits, after = routine.page(window), [], []
    if step.opens:
        waits.append(f"{page}.expect_popup() as {step.opens}_info")
        after.append(f"{step.opens} = {step.opens}_info.value")
    if step.download:
        waits.append(f"{page}.expect_download() as download_info")
        kept = step.download.into or "download"
        routine.need("from pathlib import Path")
        after += [
            f"{kept} = DOWNLOADS / download_info.value.suggested_filename",
            f"download_info.value.save_as({kept})",
        ]
        if step.download.into:
            routine.outputs.append(kept)
    if routine.closes_itself(window) and action_of(step) != "close":
        waits.append(f"may_close({page})")
    acts_elsewhere = bool(step.opens or step.download) or routine.closes_itself(window)
    acts_elsewhere = acts_elsewhere or action_of(step) in WAITS_BY_ITSELF
    if step.after == "navigation" and not acts_elsewhere:
        in_frame = any(routine.target(name).frame for name in step.targets())
        waits.append(f'{page}.expect_event("framenavigated")' if in_frame else f"{page}.expect_navigation()")
    if step.after == "requests" and not acts_elsewhere:
        waits.append(f'{page}.expect_event("requestfinished")')
    return waits, after


def _dialogs(routine: Routine, page: str, dialogs: Sequence[Dialog]) -> list[str]:
    answers = [_answer(routine, one) for one in dialogs]
    if not answers:
        return []
    if len(answers) == 1:
        return [f'{page}.once("dialog", {answers[0]})']
    return [
        f"answers = iter([{', '.join(answers)}])",
        f'{page}.on("dialog", lambda dialog: next(answers)(dialog))',
    ]


def _answer(routine: Routine, dialog: Dialog) -> str:
    if dialog.answer == "dismiss":
        return "lambda dialog: dialog.dismiss()"
    text = routine.text(dialog.text) if dialog.text is not None else ""
    return f"lambda dialog: dialog.accept({text})"


def _constants(routine: Routine) -> list[str]:
    """Addresses, inputs and secrets: what differs from run to run, at the top of the file."""
    bot = routine.bot
    made = [
        f'{name.upper()} = os.environ.get("{name.upper()}_URL", {quoted(one.url.rstrip("/"))})'
        for name, one in bot.systems.items()
    ]
    made += [f"{name.upper()} = {_given(name, one)}" for name, one in bot.inputs.items()]
    made += [f'{name.upper()} = os.environ["{variable_of(name)}"]' for name in bot.secrets]
    for basic in (name for name, one in bot.systems.items() if one.sign_in == "basic"):
        if f"{basic}_password" not in bot.secrets:
            raise NotExportable(
                f"the system {basic} signs in by basic authentication, but has no {basic}_password"
            )
    routine.need("import os")
    body = "\n".join(routine.lines)
    places = {
        "HERE": "Path(__file__).parent",
        "PICTURES": 'Path("pictures")',
        "DOWNLOADS": 'Path("downloads")',
    }
    made += [f"{name} = {place}" for name, place in places.items() if re.search(rf"\b{name}\b", body)]
    return made


def _given(name: str, declared: Input) -> str:
    value = declared.default if declared.default is not None else declared.example
    if value is None:
        return f'os.environ["{name.upper()}"]'
    return (
        quoted(value)
        if isinstance(value, str)
        else quoted(str(value))
        if declared.type in ("text", "date", "file")
        else repr(value)
    )
