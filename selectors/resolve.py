"""Find a target in a frame: all candidates at once, in one round trip, each hit checked for identity.

    target, row, named -> request -> (page: what each candidate finds) -> verdict

`decide` is pure; `resolve` only carries the request to the page and back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Error, Frame, Locator, TimeoutError  # noqa: A004 (Playwright's name)

from clerkwork.selectors.engine import ENGINE, ask
from clerkwork.selectors.identity import Agreement, agrees
from clerkwork.selectors.seen import Seen
from clerkwork.selectors.target import (
    DRAWN,
    Box,
    ByCss,
    ByLabel,
    ByRole,
    ByRow,
    ByText,
    Candidate,
    Fingerprint,
    Target,
)
from clerkwork.selectors.words import candidate_in_words, fingerprint_in_words

# A page that keeps its only thread busy for longer is not one to act on yet.
_PATIENCE_MS = 5_000
_MOVING = ("context was destroyed", "frame was detached", "frame got detached", "navigating")


@dataclass(frozen=True)
class Found:
    """The element: `locator` works on exactly it for as long as it stays in the page."""

    token: str
    by: str
    words: str
    box: Box
    score: float
    fingerprint: Fingerprint
    visible: bool
    enabled: bool
    frame: Frame
    locator: Locator


@dataclass(frozen=True)
class Rejected:
    """A candidate that was not taken, and why. `box` and `fingerprint` are there if it found one element."""

    words: str
    why: str
    score: float
    box: Box | None = None
    fingerprint: Fingerprint | None = None


@dataclass(frozen=True)
class Resolution:
    """`found`, or None with `why` in one sentence; `rejected` holds the best three that were not taken."""

    found: Found | None
    rejected: tuple[Rejected, ...]
    why: str = ""


@dataclass(frozen=True)
class Hit:
    """One candidate, how many elements it means here, and the element if it is one."""

    candidate: Candidate
    count: int
    seen: Seen | None


@dataclass(frozen=True)
class Verdict:
    """What `decide` makes of all hits: the one to take with its agreement, or nothing."""

    hit: Hit | None
    score: float
    rejected: tuple[Rejected, ...]
    why: str = ""


async def resolve(
    frame: Frame, target: Target, *, row: str | None = None, named: str | None = None, hidden: bool = False
) -> Resolution:
    """Resolve `target` in `frame` as the page is now, without waiting for it to change.

    The engine must be registered (`clerkwork.selectors.engine.register`) before.

    `row` is the text of the row to work in, `named` the name of the element in this run; `hidden` counts
    elements that do not show (file inputs). Raises Playwright's Error if the page or browser is gone.
    """
    wanted = for_this_run(target, row=row, named=named)
    request = {"candidates": [c.model_dump(mode="json") for c in wanted.candidates], "hidden": hidden}
    try:
        answer = await ask(frame, request, timeout_ms=_PATIENCE_MS)
    except TimeoutError as error:
        return Resolution(
            None, (), f"the page at {frame.url} did not answer: {error.message.splitlines()[0]}"
        )
    except Error as error:
        if not any(sign in error.message.lower() for sign in _MOVING):
            raise
        return Resolution(None, (), "the page went away while it was searched")
    if answer is None:
        return Resolution(None, (), f"the page at {frame.url} could not be searched: its script failed")
    verdict = decide(wanted, hits_of(wanted.candidates, answer), row=row, named=named)
    return Resolution(_found(frame, verdict), verdict.rejected, verdict.why)


def for_this_run(target: Target, *, row: str | None, named: str | None) -> Target:
    """The target with this run's row text and name in place of the recorded ones, as elements."""
    candidates = tuple(_for_this_run(c, target.fingerprint, row, named) for c in target.candidates)
    fingerprint = target.fingerprint
    candidates = tuple(c for c in candidates if not isinstance(c, DRAWN)) or _WHOLE_PAGE
    if named is not None:
        change = {key: named for key in ("name", "text", "label") if getattr(fingerprint, key)}
        fingerprint = fingerprint.model_copy(update=change)
    return target.model_copy(update={"candidates": candidates, "fingerprint": fingerprint})


_WHOLE_PAGE = (ByCss(css=":root"),)
"""Where to look for what is drawn, if nothing says in which element."""


def _for_this_run(
    candidate: Candidate, recorded: Fingerprint, row: str | None, named: str | None
) -> Candidate:
    match candidate:
        case ByRole() if named is not None:
            return candidate.model_copy(update={"name": named})
        case ByLabel() | ByText() if named is not None:
            return candidate.model_copy(update={"text": named})
        case ByRow():
            change = {} if row is None else {"text": row}
            if named is not None and candidate.name and candidate.name == recorded.name:
                change["name"] = named
            return candidate.model_copy(update=change)
        case _:
            return candidate


def hits_of(candidates: Sequence[Candidate], answer: dict[str, Any]) -> list[Hit]:
    """What each candidate found, of the page script's answer to a `resolve` request with these candidates."""
    elements = [Seen(**_parsed(element)) for element in answer["elements"]]
    return [
        Hit(candidate, found["count"], None if found["element"] is None else elements[found["element"]])
        for candidate, found in zip(candidates, answer["candidates"], strict=True)
    ]


def _parsed(element: dict[str, Any]) -> dict[str, Any]:
    return {
        **element,
        "fingerprint": Fingerprint.model_validate(element["fingerprint"]),
        "box": Box.model_validate(element["box"]),
    }


def decide(target: Target, hits: Sequence[Hit], *, row: str | None, named: str | None) -> Verdict:
    """The best-ranked hit that agrees; nothing if a lower one agrees better with another element. Pure."""
    agreed: list[tuple[Hit, Agreement]] = []
    rejected: list[Rejected] = []
    for hit in hits:
        if hit.seen is None:
            rejected.append(_uncounted(hit))
            continue
        verdict = agrees(target.fingerprint, hit.seen.fingerprint, by=hit.candidate.by, row=row, named=named)
        if verdict.ok:
            agreed.append((hit, verdict))
        else:
            rejected.append(_disagreed(hit, hit.seen, verdict))
    best_three = tuple(sorted(rejected, key=lambda one: -one.score)[:3])
    if not agreed:
        return Verdict(None, 0.0, best_three, _why_nothing(best_three))
    return _best_of(agreed, best_three, partial=target.fingerprint.partial)


# Scores of one element differ by what each candidate leaves out; a smaller lead says nothing.
_NOISE = 0.05


def _best_of(
    agreed: list[tuple[Hit, Agreement]], rejected: tuple[Rejected, ...], *, partial: bool
) -> Verdict:
    """The first; a partial fingerprint cannot judge between elements, so its candidates must mean one."""
    first, verdict = agreed[0]
    for hit, other in agreed[1:]:
        if hit.seen == first.seen or (other.score <= verdict.score + _NOISE and not partial):
            continue
        rivals = tuple(_rival(one, view) for one, view in ((first, verdict), (hit, other)))
        fits = "nothing recorded says which is right" if partial else "the second fits better"
        why = f"{rivals[0].words} and {rivals[1].words} mean different elements, and {fits}"
        return Verdict(None, 0.0, (*rivals, *rejected)[:3], why)
    return Verdict(first, verdict.score, rejected)


def _uncounted(hit: Hit) -> Rejected:
    why = "nothing on the page is that" if hit.count == 0 else f"{hit.count} elements are that"
    return Rejected(candidate_in_words(hit.candidate), why, 0.0)


def _disagreed(hit: Hit, seen: Seen, verdict: Agreement) -> Rejected:
    why = f"found {fingerprint_in_words(seen.fingerprint)}, but {verdict.why}"
    return Rejected(candidate_in_words(hit.candidate), why, verdict.score, seen.box, seen.fingerprint)


def _rival(hit: Hit, verdict: Agreement) -> Rejected:
    seen = hit.seen
    words = candidate_in_words(hit.candidate)
    if seen is None:
        return Rejected(words, verdict.why, verdict.score)
    return Rejected(
        words, "another candidate means another element", verdict.score, seen.box, seen.fingerprint
    )


def _why_nothing(rejected: Sequence[Rejected]) -> str:
    best = rejected[0] if rejected else None
    if best is None:
        return "the target has no candidates"
    return f"no candidate holds; the closest was {best.words}: {best.why}"


def _found(frame: Frame, verdict: Verdict) -> Found | None:
    hit = verdict.hit
    if hit is None or hit.seen is None:
        return None
    seen = hit.seen
    return Found(
        token=seen.token,
        by=hit.candidate.by,
        words=candidate_in_words(hit.candidate),
        box=seen.box,
        score=verdict.score,
        fingerprint=seen.fingerprint,
        visible=seen.visible,
        enabled=seen.enabled,
        frame=frame,
        locator=frame.locator(f"{ENGINE}={seen.token}"),
    )
