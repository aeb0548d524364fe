"""What a run's journal tells, as values that a page can show: steps, checkpoints, failures.

A journal may be altered, cut, or written by a newer version; whatever is missing or of another kind
than expected is left out of the story instead of failing it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clerkwork.evidence.chain import Entry
from clerkwork.evidence.report.fields import Box, box, boxes, number, size, text
from clerkwork.evidence.report.happenings import Note, notes_of
from clerkwork.evidence.report.heals import Heal, heals_of
from clerkwork.evidence.report.pictures import Picture, mark


@dataclass(frozen=True, slots=True)
class Candidate:
    """One element that was considered when a target was not found for certain."""

    words: str
    score: str
    why: str
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a step failed.

    Attributes:
        kind: business, application, doubt or abstain.
        candidates: The best three, if a target was looked for.
    """

    kind: str
    why: str
    hint: str
    candidates: tuple[Candidate, ...]
    shot: str | None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A picture compared with its baseline.

    Attributes:
        step: Number of its step.
        anchor: Its name within the page's addresses.
        verdict: same, different, new or size.
        differing: Number of differing pixels.
        ratio: Their share of all pixels, 0 to 1; None if it was not told.
        pictures: Expected, actual and difference, as far as there are any, with their titles.
        told: What differs, in sentences.
        index: Of its step in the bot, by which `clerkwork review` accepts it.
    """

    step: int
    index: int
    anchor: str
    name: str
    verdict: str
    differing: int
    ratio: float | None
    regions: int
    masks: int
    pictures: tuple[tuple[str, Picture], ...]
    told: tuple[str, ...]

    @property
    def compares(self) -> bool:
        """Whether there are two pictures to look at side by side."""
        return self.verdict in ("different", "size")


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the timeline.

    Attributes:
        number: Place in the timeline, from 1; unique also where an index comes again.
        state: done, skipped, failed or unfinished.
        started_ms: After the run's start, milliseconds.
        found_by: The candidate that resolved the target, in words.
    """

    number: int
    index: int
    id: str
    action: str
    words: str
    line: int | None
    state: str
    tries: int
    started_ms: float
    ms: float | None
    found_by: str
    page_title: str
    page_url: str
    before: Picture | None
    picture: Picture | None
    notes: tuple[Note, ...]
    checkpoints: tuple[Checkpoint, ...]
    heals: tuple[Heal, ...]
    failure: Failure | None

    @property
    def kinds_of_notes(self) -> dict[str, bool]:
        """What came up, each kind once, and whether it was trouble; plain notes aside."""
        kinds: dict[str, bool] = {}
        for note in self.notes:
            if note.trouble or note.kind != "note":
                kinds[note.kind] = kinds.get(note.kind, False) or note.trouble
        return kinds

    @property
    def attention(self) -> bool:
        """Whether a person should look at this step."""
        differs = any(check.verdict != "same" for check in self.checkpoints)
        return self.state in ("failed", "unfinished") or differs or any(heal.asks for heal in self.heals)


@dataclass(frozen=True, slots=True)
class Story:
    """A whole run.

    Attributes:
        started: Data of the first `run.started`.
        finished: Data of `run.finished`; empty if the run has not ended.
        resumed: How often the run was taken up again.
        ms: From the first event to the last, milliseconds.
    """

    started: Mapping[str, Any]
    finished: Mapping[str, Any]
    started_at: str
    resumed: int
    ms: float
    steps: tuple[Step, ...]

    @property
    def state(self) -> str:
        """As the runner told it; `unfinished` if it told nothing."""
        return text(self.finished, "state") or "unfinished"

    @property
    def failed_step(self) -> Step | None:
        return next((step for step in reversed(self.steps) if step.state in ("failed", "unfinished")), None)

    @property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        return tuple(check for step in self.steps for check in step.checkpoints)

    @property
    def heals(self) -> tuple[Heal, ...]:
        return tuple(heal for step in self.steps for heal in step.heals)

    @property
    def differences(self) -> tuple[Checkpoint, ...]:
        return tuple(check for check in self.checkpoints if check.verdict != "same")


def tell(entries: Sequence[Entry]) -> Story:
    """The story of a journal's entries."""
    starts = [entry for entry in entries if entry.event == "run.started"]
    finishes = [entry for entry in entries if entry.event == "run.finished"]
    zero = entries[0].time if entries else ""
    return Story(
        started=starts[0].data if starts else {},
        finished=finishes[-1].data if finishes else {},
        started_at=zero,
        resumed=max(0, len(starts) - 1),
        ms=milliseconds(zero, entries[-1].time) if entries else 0.0,
        steps=tuple(_step(place, group, zero) for place, group in enumerate(_grouped(entries), start=1)),
    )


def milliseconds(start: str, end: str) -> float:
    """Between two of the journal's times; 0 if one of them was made unreadable."""
    try:
        return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds() * 1000
    except (ValueError, TypeError):
        return 0.0


def _grouped(entries: Sequence[Entry]) -> list[list[Entry]]:
    """The entries of each step; a further try of a step joins the step, a loop's next turn does not."""
    groups: list[list[Entry]] = []
    latest: dict[object, list[Entry]] = {}
    for entry in entries:
        index = entry.data.get("index")
        index = index if isinstance(index, int) else None
        group = latest.get(index, groups[-1] if groups and index is None else None)
        if entry.event == "step.started" and (group is None or _is_over(group, entry)):
            latest[index] = [entry]
            groups.append(latest[index])
        elif group is not None:
            group.append(entry)
    return groups


def _is_over(group: Sequence[Entry], start: Entry) -> bool:
    again = (number(start.data, "attempt") or 1) > 1
    return not again and any(entry.event == "step.finished" for entry in group)


def _step(place: int, group: Sequence[Entry], zero: str) -> Step:
    start, end = group[0].data, _last(group, "step.finished")
    failure = _failure(_last(group, "step.failed"))
    state = text(end, "state") or ("failed" if failure else "unfinished")
    if state in ("done", "skipped"):
        failure = None  # of an earlier try
    ms = number(end, "ms")
    return Step(
        number=place,
        index=int(number(start, "index") or 0),
        id=text(start, "id"),
        action=text(start, "action"),
        words=text(start, "words") or text(start, "action") or text(start, "id"),
        line=int(number(start, "line") or 0) or None,
        state=state,
        tries=int(
            max([number(entry.data, "attempt") or 1 for entry in group if entry.event == "step.started"])
        ),
        started_ms=milliseconds(zero, group[0].time),
        ms=ms if ms is not None else milliseconds(group[0].time, group[-1].time),
        found_by=_found_by(_last(group, "target.resolved")),
        page_title=text(end, "page_title"),
        page_url=text(end, "page_url"),
        before=_before(group),
        picture=_picture(group, end, failure),
        notes=tuple(notes_of(group)),
        checkpoints=tuple(_checkpoint(place, entry) for entry in group if entry.event == "checkpoint"),
        heals=heals_of(place, group),
        failure=failure,
    )


def _last(group: Sequence[Entry], event: str) -> Mapping[str, Any]:
    return next((entry.data for entry in reversed(group) if entry.event == event), {})


def _found_by(resolved: Mapping[str, Any]) -> str:
    found = ": ".join(filter(None, (text(resolved, "by"), text(resolved, "candidate"))))
    places = [f"{kind} {text(resolved, kind)}" for kind in ("frame", "window") if text(resolved, kind)]
    return ", ".join([found, *places]) if found else ""


def _before(group: Sequence[Entry]) -> Picture | None:
    """The page as the step found it, with its target marked: what came after may be another page."""
    resolved = _last(group, "target.resolved")
    shot, target, view = text(resolved, "before"), box(resolved, "box"), size(resolved, "viewport")
    return Picture(shot, (mark(target, view, "target"),)) if shot and target and view else None


def _picture(group: Sequence[Entry], end: Mapping[str, Any], failure: Failure | None) -> Picture | None:
    shot = text(end, "shot") or (failure.shot if failure else "")
    if not shot:
        return None
    target, view = box(end, "box"), size(end, "viewport")
    return Picture(shot, (mark(target, view, "target"),) if target and view else ())


def _failure(failed: Mapping[str, Any]) -> Failure | None:
    if not failed:
        return None
    found = failed.get("candidates")
    told = (
        [candidate for candidate in found if isinstance(candidate, dict)] if isinstance(found, list) else []
    )
    return Failure(
        kind=text(failed, "kind"),
        why=text(failed, "why"),
        hint=text(failed, "hint"),
        candidates=tuple(
            Candidate(text(candidate, "words"), _score(candidate), text(candidate, "why"), _shot(candidate))
            for candidate in told[:3]
        ),
        shot=text(failed, "shot") or None,
    )


def _shot(candidate: Mapping[str, Any]) -> Picture | None:
    shot = text(candidate, "shot")
    return Picture(shot) if shot else None


def _score(candidate: Mapping[str, Any]) -> str:
    score = number(candidate, "score")
    return "" if score is None else f"{score:.2f}"


def _checkpoint(place: int, entry: Entry) -> Checkpoint:
    data = entry.data
    regions, masks = boxes(data, "regions"), boxes(data, "masks")
    told = data.get("told")
    return Checkpoint(
        step=place,
        index=int(number(data, "index") or 0),
        anchor=f"checkpoint-{entry.seq}",
        name=text(data, "name"),
        verdict=text(data, "verdict") or "different",
        differing=int(number(data, "differing") or 0),
        ratio=number(data, "ratio"),
        regions=len(regions),
        masks=len(masks),
        pictures=tuple(_compared(data, regions, masks)),
        told=tuple(map(str, told)) if isinstance(told, list) else (),
    )


def _compared(
    data: Mapping[str, Any], regions: Sequence[Box], masks: Sequence[Box]
) -> Iterator[tuple[str, Picture]]:
    for title in ("expected", "actual", "difference"):
        path = text(data, title)
        if path:
            marked = title != "difference"
            yield title, Picture(path, (), tuple(regions) if marked else (), tuple(masks) if marked else ())
