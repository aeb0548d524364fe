"""Differing pixels gathered into few boxes that a person can look at one by one."""

from typing import TypeAlias, cast

import cv2
import numpy as np
import numpy.typing as npt

from clerkwork.runner.visual.antialiasing import Mask
from clerkwork.runner.visual.box import Box

Labels: TypeAlias = npt.NDArray[np.int32]

CELL = 8
"""Pixels are gathered on a grid of cells this wide; two empty cells between occupied ones do not part them."""

_REACH = np.ones((3, 3), np.uint8)


def regions(differing: Mask) -> tuple[Box, ...]:
    """Boxes around the differing pixels, the largest first.

    Pixels less than 16 px apart share a box; those 32 px apart do not, unless others lie between them.
    Boxes never overlap, and each has differing pixels on all four sides.
    """
    height, width = differing.shape
    cells = _occupied(differing)
    if not cells.any():
        return ()
    boxes = [
        _tightened(differing, Box(x * CELL, y * CELL, w * CELL, h * CELL).clipped(width, height))
        for x, y, w, h in _merged(cells)
    ]
    return tuple(sorted(boxes, key=lambda box: (-box.area, box.y, box.x)))


def _occupied(differing: Mask) -> Mask:
    """Which cells of the grid hold a differing pixel; shape (rows of cells, columns of cells)."""
    height, width = differing.shape
    padded = np.pad(differing, ((0, 0), (0, -width % CELL))) if width % CELL else differing
    strips = np.ascontiguousarray(padded).view(np.uint64)
    cells = np.zeros((-(-height // CELL), strips.shape[1]), np.uint64)
    for row in range(min(CELL, height)):
        rows = strips[row::CELL]
        cells[: len(rows)] |= rows
    return np.not_equal(cells, 0)


def _merged(cells: Mask) -> list[tuple[int, int, int, int]]:
    """Boxes in cells (x, y, width, height) around neighbouring occupied cells, joined until none overlap."""
    found: list[tuple[int, int, int, int]] = []
    labelled = cv2.dilate(cells.view(np.uint8), _REACH)
    while True:
        count, labels = cv2.connectedComponents(labelled, connectivity=8)
        boxes = _around(cast(Labels, np.where(cells, labels, 0)), count)
        if len(boxes) == len(found):
            return boxes
        found = boxes
        for x, y, w, h in boxes:
            labelled[y : y + h, x : x + w] = 1


def _around(labels: Labels, count: int) -> list[tuple[int, int, int, int]]:
    """The smallest box around the cells of each label from 1 on."""
    rows, columns = np.nonzero(labels)
    own = labels[rows, columns]
    low, high = np.full((2, count), np.iinfo(np.int32).max), np.full((2, count), -1)
    for axis, places in enumerate((rows, columns)):
        np.minimum.at(low[axis], own, places)
        np.maximum.at(high[axis], own, places)
    return [
        (int(low[1, i]), int(low[0, i]), int(high[1, i] - low[1, i] + 1), int(high[0, i] - low[0, i] + 1))
        for i in range(1, count)
    ]


def _tightened(differing: Mask, box: Box) -> Box:
    """The box shrunk to the differing pixels in it."""
    inside = differing[box.slices]
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    return Box(
        box.x + int(columns[0]),
        box.y + int(rows[0]),
        int(columns[-1] - columns[0]) + 1,
        int(rows[-1] - rows[0]) + 1,
    )
