"""What a review shows on a terminal, line by line, in rich's markup."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.markup import escape

MOST = 1_000_000.0
"""Odds beyond which the number says no more."""

if TYPE_CHECKING:
    from clerkwork.runner.accept import Acceptance
    from clerkwork.runner.review import HealToReview, Item, PictureToReview, ToReview


def items_in_words(found: ToReview) -> Iterator[str]:
    """Each heal with before, after, score, margin and why; each picture with how it differs."""
    if not found.items:
        yield f"{escape(found.info.run)}: nothing to review"
        return
    yield f"[bold]{escape(found.info.title or found.info.bot)}[/] [dim]{escape(found.info.run)}[/]"
    for item in found.items:
        yield ""
        yield _heading(item)
        yield from (_heal(found, item) if item.kind == "heal" else _picture(found, item))  # type: ignore[arg-type]  # by kind
        if item.accepted:
            yield f"    [green]accepted[/] by {escape(item.accepted.by)}, {item.accepted.at[:19].replace('T', ' ')} UTC"


def acceptance_in_words(acceptance: Acceptance) -> Iterator[str]:
    """What was accepted, what was not and why."""
    yield ""
    for item in acceptance.done:
        what = "targets.yaml" if item.kind == "heal" else "baselines"
        yield f"[green]✓[/] step {item.index}: {escape(item.name)} is in {what} now"
    for item, why in acceptance.refused:
        yield f"[red]✗[/] step {item.index}: {escape(item.name)} was not accepted: {escape(why)}"
    if acceptance.differs:
        yield f"[yellow]![/] since the run, {escape('; '.join(acceptance.differs))}"
    if not acceptance.recorded:
        yield "[yellow]![/] there is no ledger of runs beside this run: who accepted was not written down"


def odds(margin: float) -> str:
    """`12 to 1`: what a margin in nats means."""
    return f"{min(math.exp(margin), MOST):,.0f} to 1"


def _heading(item: Item) -> str:
    step = f" ({escape(item.step)})" if item.step else ""
    kind = "healed" if item.kind == "heal" else "picture"
    return (
        f"[bold]step {item.index}{step}[/] {escape(item.words)} [dim]·[/] {kind} [bold]{escape(item.name)}[/]"
    )


def _heal(found: ToReview, item: HealToReview) -> Iterator[str]:
    yield f"    before  {escape(item.was)}"
    yield f"    after   {escape(item.now)}"
    yield f"    score   {item.score:.2f}, margin {item.margin:.1f}: {odds(item.margin)} over the next best"
    yield f"    why     {escape(item.why)}"
    for words in item.candidates_now[:3]:
        yield f"    found by {escape(words)}"
    for name, crop in (("before", item.crop_before), ("after", item.crop_after)):
        if crop:
            yield f"    [dim]{name}: {escape(str(found.run / crop))}[/]"
    if not item.asks:
        yield "    [dim]the bot says healing: accept, so the run did not wait for this[/]"


def _picture(found: ToReview, item: PictureToReview) -> Iterator[str]:
    if item.verdict == "new":
        yield "    there was no baseline"
    elif item.verdict == "size":
        yield "    the picture has another size than its baseline"
    else:
        yield f"    {item.differing:,} pixels differ ({item.ratio:.2%})"
    shots = (("expected", item.expected), ("actual", item.actual), ("difference", item.difference))
    for name, shot in shots:
        if shot:
            yield f"    [dim]{name}: {escape(str(found.run / shot))}[/]"
