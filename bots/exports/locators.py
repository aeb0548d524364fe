"""Targets as Playwright locators: the best candidate as code, all of them in a comment."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from clerkwork.bots.exports.sources import quoted
from clerkwork.selectors.target import (
    ByCss,
    ById,
    ByImage,
    ByLabel,
    ByName,
    ByNear,
    ByPlaceholder,
    ByRole,
    ByRow,
    ByScreenText,
    ByTestId,
    ByText,
    ByXPath,
    Candidate,
    FrameStep,
    Target,
)
from clerkwork.selectors.words import candidate_in_words

WIDTH = 96
_LAST = {"image": 3, "screen_text": 3, "near": 2, "row": 1}
"""Candidates that have no good counterpart stand behind the others."""


def locator(
    owner: str, target: Target, *, row: str | None = None, named: str | None = None
) -> tuple[str, str]:
    """Source of the locator of a target in the window `owner`; `row` and `named` are sources of texts.

    Comes in two parts: the row and the control in it, or "" and the whole.
    """
    place = owner + "".join(map(_frame, target.frame))
    best = min(target.candidates, key=lambda one: _rank(one, row=row, named=named))
    if isinstance(best, ByRow):
        return place + _row(owner, target, row or quoted(best.text)), _in_row(best, target)
    return "", place + (_spoken(best, named) or _structural(best))


def comment(name: str, candidates: Sequence[Candidate]) -> list[str]:
    """How the target may be found, best first, as comment lines."""
    told = f"{name}: {'; '.join(map(candidate_in_words, candidates))}"
    return [
        f"# {line}"
        for line in textwrap.wrap(
            told, WIDTH, break_long_words=False, break_on_hyphens=False, subsequent_indent="  "
        )
    ]


def _rank(candidate: Candidate, *, row: str | None, named: str | None) -> int:
    """What differs per run must be in the locator; beyond that the recorded order holds."""
    if row is not None:
        return 0 if isinstance(candidate, ByRow) else 5
    if named is not None:
        return 0 if isinstance(candidate, (ByRole, ByText, ByLabel)) else 5
    return _LAST.get(candidate.by, 0)


def _frame(step: FrameStep) -> str:
    for key, value in (("name", step.name), ("id", step.id), ("title", step.title)):
        if value:
            return f".frame_locator({selector(f'[{key}={css_string(value)}]')})"
    return f'.frame_locator("frame, iframe").nth({step.index})'


def _spoken(candidate: Candidate, named: str | None) -> str:
    """What repeats what a person reads, or a developer's own attribute; "" for all else."""
    match candidate:
        case ByTestId():
            if candidate.attribute == "data-testid":
                return f".get_by_test_id({quoted(candidate.value)})"
            return _locator(f"[{candidate.attribute}={css_string(candidate.value)}]")
        case ByRole():
            name = named or quoted(candidate.name)
            return f".get_by_role({quoted(candidate.role)}, name={name}, exact=True)"
        case ByLabel():
            return f".get_by_label({named or quoted(candidate.text)})"
        case ByPlaceholder():
            return f".get_by_placeholder({quoted(candidate.text)}, exact=True)"
        case ByText():
            return f".get_by_text({named or quoted(candidate.text)}, exact=True)"
        case _:
            return ""


def _structural(candidate: Candidate) -> str:
    match candidate:
        case ById():
            plain = re.fullmatch(r"[a-zA-Z][\w-]*", candidate.value)
            return _locator(f"#{candidate.value}" if plain else f"[id={css_string(candidate.value)}]")
        case ByName():
            value = f"[value={css_string(candidate.value)}]" if candidate.value is not None else ""
            return _locator(f"{candidate.tag}[name={css_string(candidate.name)}]{value}")
        case ByNear():
            kind = f"[type={css_string(candidate.type)}]" if candidate.type else ""
            return _locator(f"{candidate.tag}{kind}:near(:text({css_string(candidate.text)}))") + ".first"
        case ByXPath():
            return _locator(f"xpath={candidate.xpath}")
        case ByImage() | ByScreenText():
            return _locator(":root")
        case ByCss():
            return _locator(candidate.css)
        case _:
            return ""


def _row(owner: str, target: Target, text: str) -> str:
    """The row that says the text; the rows of layout tables hold further rows."""
    nested = target.fingerprint.path.count("tr") > 1 or not target.fingerprint.path
    inner = f', has_not={owner}.locator("tr")' if nested else ""
    return f'.locator("tr").filter(has={owner}.get_by_text({text}, exact=True){inner})'


def _in_row(candidate: ByRow, target: Target) -> str:
    seen = target.fingerprint
    name = candidate.name or (seen.name if seen.role == candidate.role else None)
    if candidate.role and name:
        found = f".get_by_role({quoted(candidate.role)}, name={quoted(name)}, exact=True)"
    else:
        found = _locator(candidate.tag)
    return found + (f".nth({candidate.index})" if candidate.index else "")


def _locator(wanted: str) -> str:
    return f".locator({selector(wanted)})"


def selector(wanted: str) -> str:
    """A selector as source, in single quotes where it holds double ones."""
    easy = '"' in wanted and "'" not in wanted and "\\" not in wanted and wanted.isprintable()
    return f"'{wanted}'" if easy else quoted(wanted)


def css_string(text: str) -> str:
    """A string in a selector."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
