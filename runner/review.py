"""What a run left for a person to look at: targets that were healed, pictures that differ or are new.

    run folder -> verified evidence -> ToReview(items), each open or accepted by somebody

Only reads. What accepting changes is in `accept.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from clerkwork.evidence.chain import Entry, canonical
from clerkwork.evidence.journal import read_journal
from clerkwork.evidence.ledger import read_ledger
from clerkwork.evidence.picture_store import PictureStore
from clerkwork.evidence.run_folder import RunFolder, RunInfo
from clerkwork.evidence.verify import Standing, verify_run
from clerkwork.runner.errors import ReviewRefused
from clerkwork.selectors.target import Target

ACCEPTED = "run.accepted"
"""The event in the ledger of runs that says who accepted what, and when."""


@dataclass(frozen=True)
class Accepted:
    """Who accepted an item, and when (UTC, ISO 8601)."""

    by: str
    at: str


@dataclass(frozen=True)
class HealToReview:
    """A target that was healed. `index`, `step` (its id) and `words` are of the step that needed it.

    `score` is a probability, `margin` the natural logarithm of the odds against the best rival. `was` and `now` say in words what it was and is, `candidates_was` and `candidates_now` how it is found.
    `target` is the target as it would be recorded now, None where the new candidates lead nowhere;
    `recorded` is `target_digest` of the target as the run knew it. `asks` tells whether the bot wants a review of it. Pictures
    are paths in the run folder.
    """

    index: int
    step: str | None
    words: str
    name: str
    was: str
    now: str
    candidates_was: tuple[str, ...]
    candidates_now: tuple[str, ...]
    score: float
    margin: float
    why: str
    asks: bool
    target: Target | None
    recorded: str
    system: str | None
    crop_before: str | None
    crop_after: str | None
    accepted: Accepted | None = None

    kind: str = field(default="heal", init=False)


@dataclass(frozen=True)
class PictureToReview:
    """A checkpoint that differs from its baseline, or had none. `baseline` is its path in the bundle."""

    index: int
    step: str | None
    words: str
    name: str
    verdict: str
    differing: int
    ratio: float
    expected: str | None
    actual: str
    difference: str | None
    masks: tuple[Mapping[str, int], ...]
    texts: tuple[Mapping[str, Any], ...]
    baseline: str
    accepted: Accepted | None = None

    kind: str = field(default="picture", init=False)


Item = HealToReview | PictureToReview


@dataclass(frozen=True)
class Resolved:
    """A target that was found as it was recorded, and by property whether it stayed."""

    name: str
    system: str
    stayed: Mapping[str, bool]


@dataclass(frozen=True)
class ToReview:
    """A verified run with everything that somebody should look at, in the order of its steps.

    `bot_folder` is where the bot lay, `bot_files` the digests of its files when it ran.
    """

    run: Path
    info: RunInfo
    pictures: PictureStore
    bot_folder: Path | None
    bot_files: Mapping[str, str]
    items: tuple[Item, ...]
    resolved: tuple[Resolved, ...] = ()

    @property
    def open(self) -> tuple[Item, ...]:
        """What nobody has accepted yet, and the bot wants somebody to."""
        return tuple(one for one in self.items if one.accepted is None and getattr(one, "asks", True))


def to_review(run: Path) -> ToReview:
    """Read a run. Raises EvidenceError when there is none, and ReviewRefused when its evidence is not intact."""
    folder = RunFolder.open(run)
    info = folder.info
    verdict = verify_run(run)
    if verdict.standing is not Standing.SEALED:
        raise ReviewRefused(
            f"the evidence of {info.run} is {verdict.standing}: {verdict.fault or 'it has not ended'}",
            "nothing was accepted; `clerkwork verify` names everything that does not fit",
        )
    entries = read_journal(run / "journal.jsonl")
    started = next((entry.data for entry in entries if entry.event == "run.started"), {})
    lay = started.get("bot_folder")
    return ToReview(
        run=run,
        info=info,
        pictures=folder.pictures,
        bot_folder=Path(lay) if isinstance(lay, str) else None,
        bot_files=started.get("bot_files") or {},
        items=tuple(_items(entries, _acceptances(run, info.run))),
        resolved=tuple(_resolved(entries)),
    )


def target_digest(target: Target) -> str:
    """SHA-256 (hex) of a target's canonical JSON: whether it is still the one that a run knew."""
    told = target.model_dump(mode="json", exclude_none=True)
    return hashlib.sha256(canonical(told).encode("utf-8", "surrogatepass")).hexdigest()


def _items(entries: Sequence[Entry], accepted: Mapping[tuple[int, str], Accepted]) -> Iterator[Item]:
    """Of each step and name the last: an attempt that failed was begun anew."""
    steps = {entry.data.get("index"): entry.data for entry in entries if entry.event == "step.started"}
    last: dict[tuple[int, str, str], Item] = {}
    for entry in entries:
        data = entry.data
        step = steps.get(data.get("index"), {})
        if entry.event == "healed":
            heal = _heal(data, step, accepted.get((data["index"], data["target"])))
            last[(heal.index, heal.kind, heal.name)] = heal
        elif entry.event == "checkpoint":
            picture = _picture(data, step, accepted.get((data["index"], data["name"])))
            last[(picture.index, picture.kind, picture.name)] = picture
    yield from (
        item for _, item in sorted(last.items()) if isinstance(item, HealToReview) or item.verdict != "same"
    )


def _resolved(entries: Sequence[Entry]) -> Iterator[Resolved]:
    """Each target once; those that were healed are not among them."""
    healed = {entry.data.get("target") for entry in entries if entry.event == "healed"}
    last = {entry.data["target"]: entry.data for entry in entries if entry.event == "target.resolved"}
    for name, data in last.items():
        if name not in healed and data.get("system") and data.get("stayed"):
            yield Resolved(name, data["system"], data["stayed"])


def _heal(data: Mapping[str, Any], step: Mapping[str, Any], accepted: Accepted | None) -> HealToReview:
    return HealToReview(
        index=data["index"],
        step=step.get("id"),
        words=step.get("words", ""),
        name=data["target"],
        was=data["was"]["words"],
        now=data["is"]["words"],
        candidates_was=tuple(data["was"].get("candidates", ())),
        candidates_now=tuple(data["is"].get("candidates", ())),
        score=data["score"],
        margin=data["margin"],
        why=data["why"],
        asks=data["mode"] == "ask",
        target=_target(data["now"]),
        recorded=data["recorded"],
        system=data["system"],
        crop_before=data["crop_before"],
        crop_after=data["crop_after"],
        accepted=accepted,
    )


def _target(told: Mapping[str, Any] | None) -> Target | None:
    """None also for one in which a secret was blacked out: it could not be found by that."""
    if told is None or "«secret:" in canonical(told):
        return None
    try:
        return Target.model_validate(told)
    except ValidationError:
        return None


def _picture(data: Mapping[str, Any], step: Mapping[str, Any], accepted: Accepted | None) -> PictureToReview:
    return PictureToReview(
        index=data["index"],
        step=step.get("id"),
        words=step.get("words", ""),
        name=data["name"],
        verdict=data["verdict"],
        differing=data["differing"],
        ratio=data["ratio"],
        expected=data["expected"],
        actual=data["actual"],
        difference=data["difference"],
        masks=tuple(data["masks"]),
        texts=tuple(data.get("texts", ())),
        baseline=data["baseline"],
        accepted=accepted,
    )


def _acceptances(run: Path, run_id: str) -> dict[tuple[int, str], Accepted]:
    """By step's index and name of the target or checkpoint."""
    ledger = read_ledger(run.resolve().parent)
    entries = ledger.entries if ledger else ()
    return {
        (entry.data.get("index", 0), str(entry.data.get("name"))): Accepted(
            str(entry.data.get("who")), entry.time
        )
        for entry in entries
        if entry.event == ACCEPTED and entry.data.get("run") == run_id
    }
