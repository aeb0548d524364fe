"""Names for places on a picture: the bot's own target there, or else the nearest words."""

from collections.abc import Mapping, Sequence

from clerkwork.runner.visual.box import Box
from clerkwork.runner.visual.wording import PageText

COVERED = 0.5
"""The share of a region that must lie in a target for the region to be the target's, or the other way round."""

NEAR = 200
"""Pixels from a region to words that are still near it."""


def place_name(region: Box, targets: Mapping[str, Box], texts: Sequence[PageText]) -> str:
    """`at loan_number`, `near 'Employee'`, or nothing when nothing is near. `texts` are those of the page."""
    if covered := [(box.area, name) for name, box in targets.items() if _covers(box, region)]:
        return f"at {min(covered)[1]}"
    near = [(_gap(region, one.box), number) for number, one in enumerate(texts)]
    outside = [(gap, number) for gap, number in near if 0 < gap <= NEAR]
    if not outside:
        return ""
    words = texts[min(outside)[1]].text
    return f"near '{words if len(words) <= 40 else words[:37] + '…'}'"


def _covers(box: Box, region: Box) -> bool:
    shared = box.shared(region)
    return bool(shared) and (shared >= COVERED * region.area or shared >= COVERED * box.area)


def _gap(region: Box, words: Box) -> float:
    """How far the words are from the region; words after it or below it count twice, as labels go before."""
    right, below = words.x - region.right, words.y - region.bottom
    left, above = region.x - words.right, region.y - words.bottom
    return max(left, 2 * right, 0) + max(above, 2 * below, 0)
