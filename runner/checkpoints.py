"""Compares a screenshot with its baseline, and keeps what an auditor needs to judge a difference."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from clerkwork.bots.actions.checkpoint import Checkpoint
from clerkwork.runner.baseline import Baseline
from clerkwork.runner.confidential import Unsearchable
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.page_texts import page_texts
from clerkwork.runner.scene import Scene, mask_boxes, scene_of
from clerkwork.runner.session import Review, Session
from clerkwork.runner.sight import Wanted, look
from clerkwork.runner.steady import steady
from clerkwork.runner.visual.box import Box
from clerkwork.runner.visual.comparison import Comparison
from clerkwork.runner.visual.drawing import compare_and_draw
from clerkwork.runner.visual.naming import place_name
from clerkwork.runner.visual.picture import size
from clerkwork.runner.visual.telling import sentences
from clerkwork.runner.visual.verdict import confirm
from clerkwork.runner.visual.wording import PageText

NAMING_LIMIT = 3.0
"""Seconds to find the bot's targets on the page, to name what differs."""

Compared = TypeVar("Compared")

TOLD = 6
"""Sentences about one difference that a summary carries."""


@dataclass(frozen=True)
class Taken:
    """A picture of a checkpoint, what was masked in it (boxes on the picture), and where it belongs.

    `against` is the baseline that it is compared with: its own, or that of another version of the browser.
    """

    step: Checkpoint
    scene: Scene
    baseline: Baseline
    against: Baseline
    picture: bytes
    masks: list[Box]


async def checkpoint(session: Session, step: Checkpoint, deadline: Deadline) -> None:
    """Compare; a difference or a missing baseline makes the run need a review, it does not stop it."""
    scene = await scene_of(session, step, deadline)
    baseline = Baseline(session.bundle.folder / "baselines" / session.browser.folder, step.checkpoint)
    against = baseline if baseline.exists else baseline.of_another_version() or baseline
    # The baseline is unpacked while the page is pictured.
    unpacking = asyncio.ensure_future(asyncio.to_thread(against.unpacked))
    try:
        masks = await mask_boxes(session, step, scene, deadline)
        taken = Taken(step, scene, baseline, against, await steady(session, scene, masks, deadline), masks)
    finally:
        (expected,) = await asyncio.gather(unpacking, return_exceptions=True)
    if isinstance(expected, BaseException):
        raise expected
    if expected is None:
        await _record(session, taken)
    else:
        await _compare(session, taken, expected)


async def _compare(session: Session, taken: Taken, expected: bytes) -> None:
    """Ask for a yes first; what it takes to explain a no is gathered only then."""
    step, masks = taken.step, [*taken.masks, *taken.against.masks()]
    width, height = size(taken.picture)
    allow = max(step.allow, int(step.allow_ratio * width * height))

    def look_at(compare: Callable[..., Compared]) -> Awaitable[Compared]:
        return asyncio.to_thread(
            compare, expected, taken.picture, threshold=step.threshold, masks=masks, allow=allow
        )

    if same := await look_at(confirm):
        _tell(session, taken, same, masks, expected=expected)
        if taken.against != taken.baseline:
            taken.baseline.keep(taken.picture, taken.masks, await _texts(session, taken.scene))
            session.note(
                f"{step.checkpoint}: as in {taken.against.folder.name}, so it is the baseline here, too"
            )
        return
    (comparison, drawn), texts, targets = await asyncio.gather(
        look_at(compare_and_draw), _texts(session, taken.scene), _targets(session, taken.scene)
    )
    told = sentences(comparison, targets, taken.against.texts(), texts, masks)
    if taken.against != taken.baseline:
        told = [
            f"the baseline is that of {taken.against.folder.name}; this browser may draw otherwise",
            *told,
        ]
    places = [place_name(box, targets, texts) for box in comparison.regions]
    _tell(
        session,
        taken,
        comparison,
        masks,
        expected=expected,
        drawn=drawn,
        places=places,
        told=told,
        texts=texts,
    )
    more = [f"and {len(told) - TOLD} more"] if len(told) > TOLD else []
    what = "; ".join([f"checkpoint {step.checkpoint!r}: {comparison}", *told[:TOLD], *more])
    session.reviews.append(Review(session.index, what))
    for sentence in told[:TOLD]:
        session.note(f"{step.checkpoint}: {sentence}")


async def _record(session: Session, taken: Taken) -> None:
    """Keep the first picture as the baseline; a person must confirm that it is right."""
    texts, elsewhere = await _texts(session, taken.scene), taken.baseline.elsewhere()
    taken.baseline.keep(taken.picture, taken.masks, texts)
    width, height = size(taken.picture)
    nothing = Comparison(False, 0, width * height, (width, height), (width, height))
    _tell(session, taken, nothing, taken.masks, texts=texts)
    here = f" for {session.browser.folder}" if elsewhere else ""
    others = f" (those for {', '.join(elsewhere)} are not compared)" if elsewhere else ""
    what = (
        f"checkpoint {taken.step.checkpoint!r} had no baseline{here}{others}; this picture is it from now on"
    )
    session.reviews.append(Review(session.index, what))


def _tell(
    session: Session,
    taken: Taken,
    comparison: Comparison,
    masks: Sequence[Box],
    *,
    expected: bytes | None = None,
    drawn: bytes | None = None,
    places: Sequence[str] = (),
    told: Sequence[str] = (),
    texts: Sequence[PageText] = (),
) -> None:
    """Journal the comparison. `texts` are what the page said, kept with a picture that may become a baseline."""
    kept = session.folder.keep_shot
    session.tell(
        "checkpoint",
        name=taken.step.checkpoint,
        baseline=taken.baseline.path_in(session.bundle.folder),
        verdict=_verdict(comparison, expected),
        differing=comparison.differing,
        ratio=round(comparison.ratio, 6),
        expected=kept(expected) if expected else None,
        actual=kept(taken.picture),
        difference=kept(drawn) if drawn else None,
        regions=[
            asdict(box) | {"place": place} for box, place in zip(comparison.regions, places, strict=False)
        ],
        shift=asdict(comparison.shift) if comparison.shift else None,
        told=list(told),
        masks=[asdict(box) for box in masks],
        texts=[asdict(one) for one in texts],
    )


def _verdict(comparison: Comparison, expected: bytes | None) -> str:
    if expected is None:
        return "new"
    if comparison.same:
        return "same"
    return "size" if comparison.size_differs else "different"


async def _texts(session: Session, scene: Scene) -> list[PageText]:
    """What the page says, without secrets and whatever is blacked out, with boxes on the picture."""
    texts = await page_texts(scene.page, session.folder.journal.redactor.text)
    try:
        hidden = await session.camera.confidential.boxes(scene.page)
    except Unsearchable:
        return []
    return [
        PageText(one.text, one.box.moved(-scene.left, -scene.top))
        for one in texts
        if not any(2 * box.shared(one.box) >= one.box.area for box in hidden)
    ]


async def _targets(session: Session, scene: Scene) -> dict[str, Box]:
    """Where the bot's targets are on the picture, as far as the page shows them."""
    window = session.windows.name_of(scene.page)
    names = [name for name, target in session.bundle.targets.targets.items() if target.window == window]

    async def place(name: str) -> tuple[str, Any]:
        resolution, _ = await look(scene.page, session.target(name), Wanted(name, deed="checkpoint"))
        return name, resolution and resolution.found

    looks = [asyncio.ensure_future(place(name)) for name in names]
    if not looks:
        return {}
    done, late = await asyncio.wait(looks, timeout=NAMING_LIMIT)
    for one in late:
        one.cancel()
    found = (one.result() for one in done)
    boxes = {name: element.box for name, element in found if element}
    placed = {
        name: Box(round(box.x), round(box.y), round(box.width), round(box.height))
        for name, box in boxes.items()
    }
    return {name: box.moved(-scene.left, -scene.top) for name, box in placed.items()}
