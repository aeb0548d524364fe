"""Which elements of a page are the same to a person: to press one is to press the other. Pure.

A link and the picture in it, a table row and its only link, two links with the same words to the same page.
They are one before a margin is taken, or each would be the other's rival.
"""

from __future__ import annotations

from clerkwork.selectors.target import Box
from clerkwork.selectors.traits import Traits

SAME_BOX = 0.8
"""Overlap (intersection over union) of a parent and a child that cover the same spot."""
TOLERANCE_PX = 2.0
_HOLDS_ITS_PARTS = frozenset({"link", "button", "select"})


def is_equivalent(a: Traits, b: Traits) -> bool:
    """Whether the two are one thing: doors to one goal with the same words, or one inside the other."""
    if _same_door(a, b):
        return True
    outer, inner = (a, b) if len(a.path) < len(b.path) else (b, a)
    return _contains(outer, inner) and (
        outer.kind in _HOLDS_ITS_PARTS
        or outer.says == inner.says
        or _overlap(outer.box, inner.box) > SAME_BOX
    )


def _same_door(a: Traits, b: Traits) -> bool:
    return a.leads is not None and b.leads is not None and a.leads.key == b.leads.key and a.says == b.says


def _contains(outer: Traits, inner: Traits) -> bool:
    """By the path (which names ancestors without their number) and the boxes."""
    depth = len(outer.path)
    if len(inner.path) <= depth or inner.path[:depth] != outer.path:
        return False
    if inner.path[depth].partition("#")[0] != outer.tag:
        return False
    return outer.box is not None and inner.box is not None and _inside(inner.box, outer.box)


def _inside(inner: Box, outer: Box) -> bool:
    return (
        inner.x >= outer.x - TOLERANCE_PX
        and inner.y >= outer.y - TOLERANCE_PX
        and inner.x + inner.width <= outer.x + outer.width + TOLERANCE_PX
        and inner.y + inner.height <= outer.y + outer.height + TOLERANCE_PX
    )


def _overlap(a: Box | None, b: Box | None) -> float:
    if a is None or b is None:
        return 0.0
    width = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    height = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (a.width * a.height + b.width * b.height - shared)
