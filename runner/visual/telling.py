"""A comparison in sentences that a person can act on."""

from collections.abc import Iterator, Mapping, Sequence

from clerkwork.runner.visual.box import Box
from clerkwork.runner.visual.comparison import Comparison
from clerkwork.runner.visual.naming import place_name
from clerkwork.runner.visual.shift import Shift
from clerkwork.runner.visual.wording import PageText, TextChange, text_changes

LINE = 40
"""The height of a line of text at most, px."""

_MARGIN = 3  # px; what a text's box leaves out of its letters
_WAYS = {"vertical": ("down", "up", "below y", "x"), "horizontal": ("right", "left", "right of x", "y")}


def sentences(
    comparison: Comparison,
    targets: Mapping[str, Box],
    before: Sequence[PageText],
    after: Sequence[PageText],
    masks: Sequence[Box] = (),
) -> list[str]:
    """What moved, which words changed and where, and which regions differ besides.

    `targets` are the bot's targets that the page shows, `before` and `after` the page's texts when the
    baseline was taken and now (none when they are not known); all with boxes on the pictures.
    """
    if comparison.same:
        return []
    changes = [
        change
        for change in (text_changes(before, after) if before else [])
        if not any(mask.shared(change.box) for mask in masks)
        and any(region.grown(_MARGIN).shared(change.box) for region in comparison.regions)
    ]
    shift = comparison.shift
    told = [] if shift is None or _is_text(shift, changes) else [_moved(shift, comparison.actual_size)]
    told += (_with_place(str(change), change.box, targets, after) for change in changes)
    return told + list(_other_regions(comparison, changes, targets, after))


def _is_text(shift: Shift, changes: Sequence[TextChange]) -> bool:
    """Whether it is only the rest of a line, which moved because a word in it became longer or shorter."""
    is_line = shift.axis == "horizontal" and shift.high - shift.low <= LINE
    return is_line and any(change.box.shared(shift.gap.grown(_MARGIN)) for change in changes)


def _moved(shift: Shift, size: tuple[int, int]) -> str:
    forward, back, beyond, across = _WAYS[shift.axis]
    way = forward if shift.distance > 0 else back
    until = "" if shift.end is None else f" and before {beyond[-1]}={shift.end}"
    room = size[0 if shift.axis == "vertical" else 1]
    strip = "" if shift.high - shift.low >= 0.9 * room else f" between {across}={shift.low} and {shift.high}"
    return f"everything {beyond}={shift.start}{until}{strip} moved {way} by {abs(shift.distance)} px"


def _other_regions(
    comparison: Comparison,
    changes: Sequence[TextChange],
    targets: Mapping[str, Box],
    texts: Sequence[PageText],
) -> Iterator[str]:
    """The regions that no change of words accounts for; the gap of a shift is told with the shift."""
    for region in comparison.regions[1 if comparison.shift else 0 :]:
        if not any(region.grown(_MARGIN).shared(change.box) for change in changes):
            what = f"{region.width}x{region.height} px at {region.x},{region.y} look different"
            yield _with_place(what, region, targets, texts)


def _with_place(what: str, box: Box, targets: Mapping[str, Box], texts: Sequence[PageText]) -> str:
    return f"{what} {place_name(box, targets, texts)}".rstrip()
