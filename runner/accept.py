"""Accepts what a person has reviewed: a heal into targets.yaml, a picture into the baselines.

Nothing else of the bot is touched, and nothing at all that is not as the run knew it: what somebody has
changed since is theirs to decide about. Who accepted what, and when, goes into the ledger of runs.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from clerkwork.bots.bot import Bundle, Targets
from clerkwork.bots.learned import load_learned, save_learned
from clerkwork.bots.load import BOT_FILE, load_bundle
from clerkwork.bots.save import digest, file_digests, save_targets, write_atomically
from clerkwork.evidence.errors import PictureUnreadable
from clerkwork.evidence.filelock import try_lock
from clerkwork.evidence.ledger import enter, read_ledger
from clerkwork.runner.baseline import Baseline
from clerkwork.runner.errors import ReviewRefused
from clerkwork.runner.review import ACCEPTED, HealToReview, Item, PictureToReview, ToReview, target_digest
from clerkwork.runner.visual.box import Box
from clerkwork.runner.visual.wording import PageText
from clerkwork.selectors.stayed import stayed

CROPS = "crops"
PATIENCE = 10.0
"""Seconds to wait for another review of the same bot."""


@dataclass(frozen=True)
class Acceptance:
    """What was accepted, what was not (with the reason), and what differs from the bot that ran."""

    done: tuple[Item, ...]
    refused: tuple[tuple[Item, str], ...]
    differs: tuple[str, ...]
    recorded: bool


def accept(review: ToReview, bot: Path, items: Sequence[Item], who: str) -> Acceptance:
    """Accept the items into the bot. Raises BotInvalid, and ReviewRefused when it is another bot or held."""
    with _held(bot):
        bundle = load_bundle(bot)
        if bundle.bot.name != review.info.bot:
            raise ReviewRefused(
                f"{bot} is {bundle.bot.name}, and {review.info.run} was a run of {review.info.bot}",
                "name the bot that ran with --bot",
            )
        differs = what_differs(bundle, review)
        before, done, refused = digest(bot), [], []
        cases: list[tuple[str, Mapping[str, bool]]] = []
        for item in items:
            bundle = load_bundle(bot)
            fault = _accept(review, bundle, item)
            if fault:
                refused.append((item, fault))
            else:
                done.append(item)
                cases += _case(bundle, item)
        _learn(bot, review, cases)
        recorded = _record(review, done, who, before, digest(bot))
    return Acceptance(tuple(done), tuple(refused), differs, recorded)


def what_differs(bundle: Bundle, review: ToReview) -> tuple[str, ...]:
    """Files of the bot that are not as they were when it ran, with what became of them."""
    if digest(bundle.folder) == review.info.bot_digest:
        return ()
    now, then = file_digests(bundle.folder), review.bot_files
    if not then:
        return ("the bot is not the one that ran",)
    changed = [
        f"{name} was {_change(name in then, name in now)}"
        for name in {**then, **now}
        if then.get(name) != now.get(name)
    ]
    return tuple(changed)


def _change(was: bool, is_: bool) -> str:
    return "changed" if was and is_ else "removed" if was else "added"


def _accept(review: ToReview, bundle: Bundle, item: Item) -> str | None:
    """Why it cannot be accepted, None once it is."""
    if isinstance(item, HealToReview):
        return _accept_heal(review, bundle, item)
    return _accept_picture(review, bundle, item)


def _accept_heal(review: ToReview, bundle: Bundle, item: HealToReview) -> str | None:
    now = bundle.targets.targets.get(item.name)
    if item.target is None:
        return "its new candidates do not lead back to it; record this step anew"
    if now is None:
        return "the bot has no such target any more"
    healed = item.target.model_copy(update={"crop": now.crop, "healing": now.healing, "redact": now.redact})
    if target_digest(now.model_copy(update={"crop": None})) == target_digest(
        healed.model_copy(update={"crop": None})
    ):
        return None
    if target_digest(now) != item.recorded:
        return "the target was changed since the run"
    crop = _keep_crop(review, bundle, item)
    targets = {**bundle.targets.targets, item.name: healed.model_copy(update={"crop": crop or now.crop})}
    save_targets(bundle.folder, Targets(targets=targets))
    if crop and now.crop and now.crop not in {target.crop for target in targets.values()}:
        (bundle.folder / now.crop).unlink(missing_ok=True)
    return None


def _case(bundle: Bundle, item: Item) -> list[tuple[str, Mapping[str, bool]]]:
    """What an accepted heal teaches about its system; `bundle` is the bot as it was before."""
    if not isinstance(item, HealToReview) or item.target is None or item.system is None:
        return []
    was, now = bundle.targets.targets[item.name], item.target
    return (
        [] if was.candidates == now.candidates else [(item.system, stayed(was.fingerprint, now.fingerprint))]
    )


def _learn(bot: Path, review: ToReview, cases: list[tuple[str, Mapping[str, bool]]]) -> None:
    """Add the cases to learned.yaml, once with the targets of the same pages that needed no healing: of a console
    that was changed, those that were healed are only the ones that changed most."""
    if not cases:
        return
    if not any(item.accepted for item in review.items if isinstance(item, HealToReview)):
        systems = {system for system, _ in cases}
        cases = [*cases, *((one.system, one.stayed) for one in review.resolved if one.system in systems)]
    save_learned(bot, load_learned(bot).with_cases(cases))


def _keep_crop(review: ToReview, bundle: Bundle, item: HealToReview) -> str | None:
    """The picture of the healed element under the name that the recorder would give it."""
    if item.crop_after is None:
        return None
    try:
        png = review.pictures.read(item.crop_after)
    except PictureUnreadable:  # erased meanwhile: the target keeps the crop that it has
        return None
    path = f"{CROPS}/{hashlib.sha256(png).hexdigest()[:16]}.png"
    write_atomically(bundle.folder / path, png)
    return path


def _accept_picture(review: ToReview, bundle: Bundle, item: PictureToReview) -> str | None:
    place = Path(item.baseline)
    baseline = Baseline(bundle.folder / place.parent, place.stem)
    try:
        actual = review.pictures.read(item.actual)
        known = {actual, review.pictures.read(item.expected or item.actual)}
    except PictureUnreadable as error:
        return str(error)
    if baseline.exists and baseline.picture() not in known:
        return "the baseline was changed since the run"
    if not baseline.exists or baseline.picture() != actual:
        texts = [PageText(one["text"], Box(**one["box"])) for one in item.texts]
        baseline.keep(actual, [Box(**mask) for mask in item.masks], texts)
    return None


def _record(review: ToReview, done: Sequence[Item], who: str, before: str, after: str) -> bool:
    """Into the ledger of the folder of runs, if there is one (a run that was copied away has none)."""
    root = review.run.resolve().parent
    if read_ledger(root) is None:
        return False
    for item in done:
        enter(
            root,
            ACCEPTED,
            run=review.info.run,
            index=item.index,
            step=item.step,
            kind=item.kind,
            name=item.name,
            bot=review.info.bot,
            bot_digest_before=before,
            bot_digest=after,
            who=who,
        )
    return True


@contextmanager
def _held(bot: Path) -> Iterator[None]:
    """Nobody else accepts anything into this bot meanwhile. Raises ReviewRefused."""
    end = time.monotonic() + PATIENCE
    try:
        descriptor = os.open(bot / BOT_FILE, os.O_RDWR | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise ReviewRefused(
            f"there is no bot in {bot}: {error.strerror}", "name its folder with --bot"
        ) from error
    try:
        while not try_lock(descriptor):
            if time.monotonic() > end:
                raise ReviewRefused(f"somebody else is accepting into {bot}", "try again when they are done")
            time.sleep(0.05)
        yield
    finally:
        os.close(descriptor)
