"""Which of the differing pixels are mere anti-aliasing, as pixelmatch 7.2.0 decides it.

Source: V. Vyšniauskas, "Anti-aliased Pixel and Intensity Slope Detector" (2009), in pixelmatch's variant: a
pixel is anti-aliasing when it has at most two equal neighbours, has a brighter and a darker one, and the
brightest or the darkest of them lies in a flat area (three equal neighbours or more) in both pictures.
"""

from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from clerkwork.runner.visual.picture import words
from clerkwork.runner.visual.scanlines import Pixels
from clerkwork.runner.visual.yiq import Floats, Index, brightness_step

Mask: TypeAlias = npt.NDArray[np.bool_]
"""One truth for each pixel; shape (height, width)."""

# Columns first, as pixelmatch walks: among equally bright neighbours the first one counts.
_NEIGHBOURS = tuple((dy, dx) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if (dy, dx) != (0, 0))

# Among equals the first is the brightest by what is added last, and the darkest by what is added first.
_ORDER = np.arange(0, 16, 2, dtype=np.int32)[:, None]
_REVERSED = 14 - 2 * _ORDER

_AROUND = np.ones((3, 3), np.uint8)

# These weights order all opaque colours as LUMINANCE does, and make no two of them equal. Sums take 26 bits, which
# leaves room in a word for what must travel along when the brightest is chosen.
WHOLE_LUMINANCE = (61877, 121442, 23700)


def antialiased(pair: Pixels, suspects: Mask, offsets: Index | None = None) -> Mask:
    """Which of the suspects are anti-aliasing in one of the pictures.

    `pair` is the same cut-out of both pictures, shape (2, height, width, 4); a suspect must have two pixels around it
    in the cut-out wherever the picture has them. `offsets` holds each pixel's position in the whole picture and
    is needed when pixels are transparent; without it all pixels must be opaque.
    """
    own_flat = flat_areas(pair)
    flat: Mask = own_flat[0] & own_flat[1]
    possible = (suspects & _spread(flat)) & ~own_flat
    if offsets is None:
        return _on_slope(pair, flat, possible)
    first, second = (_on_translucent_slope(pair[i], flat, possible[i], offsets) for i in (0, 1))
    return first | second


def _spread(mask: Mask) -> Mask:
    """The mask and every pixel beside it."""
    return cv2.dilate(mask.view(np.uint8), _AROUND).view(np.bool_)


def flat_areas(pictures: Pixels) -> Mask:
    """Which pixels have three neighbours or more of exactly their colour; the picture's edge counts as one.

    `pictures` has the shape (number, height, width, 4). All their rows are taken as one long line, which is twice as
    fast as row by row; what then meets across an edge is struck out.
    """
    number, height, width = pictures.shape[:3]
    colours = words(pictures).ravel()
    equal = np.zeros((number, height, width), np.uint8)
    equal[:, [0, -1]] = 1
    equal[:, :, [0, -1]] = 1
    line = equal.ravel()
    for dy, dx in ((0, 1), (1, 0), (1, 1), (1, -1)):
        step = dy * width + dx
        end = max(len(line) - step, 0)
        same = np.empty_like(equal)
        np.equal(colours[:end], colours[step:], out=same.ravel()[:end].view(np.bool_))
        same.ravel()[end:] = 0
        if dx:
            same[:, :, -1 if dx > 0 else 0] = 0
        if dy:
            same[:, -1] = 0
        equal += same
        line[step:] += same.ravel()[:end]
    return np.greater(equal, 2)


def _on_slope(pair: Pixels, flat: Mask, possible: Mask) -> Mask:
    """Which opaque pixels have, in a picture, a brighter and a darker neighbour, and one of these extremes is flat.

    One number for each neighbour holds its luminance, its place in the order, and whether it is flat, so
    that plain minimum and maximum find the extreme together with the answer. No possible pixel is flat
    itself.
    """
    at = np.flatnonzero(possible)
    around = _around(at, *flat.shape)
    own, neighbours = _luminance(words(pair).ravel()[at]), _luminance(words(pair).ravel()[around])
    neighbours += np.concatenate((flat, flat)).ravel()[around]
    neighbours += _ORDER
    darkest = neighbours.min(axis=0)
    neighbours += _REVERSED
    brightest = neighbours.max(axis=0)
    between: Mask = (brightest >= own + np.int32(16)) & (darkest < own)
    found = np.zeros(flat.size, np.bool_)
    found[at[between & ((brightest | darkest) & np.int32(1)).astype(np.bool_)] % flat.size] = True
    return found.reshape(flat.shape)


def _around(at: Index, height: int, width: int) -> Index:
    """Where the neighbours of these pixels are, each pixel given as its place in the line of both pictures' rows.

    Beyond the picture's edge the pixel at the edge stands in: a pixel and its neighbours once more are no other extremes.
    """
    around: Index = at + np.array([[dy * width + dx] for dy, dx in _NEIGHBOURS])
    lines = at // width
    rows, columns = lines % height, at - lines * width
    steps = np.array(_NEIGHBOURS)
    for axis, places, length, step in ((0, rows, height, width), (1, columns, width, 1)):
        for edge, way in ((0, -1), (length - 1, 1)):
            if (beyond := places == edge).any():
                around[np.ix_(steps[:, axis] == way, beyond)] -= way * step
    return around


def _luminance(colours: npt.NDArray[np.uint32]) -> npt.NDArray[np.int32]:
    """How bright opaque colours are, each in sixteen steps."""
    parts = ((colours >> np.uint32(8 * channel)).view(np.int32) for channel in range(3))
    red, green, blue = (
        np.multiply(np.bitwise_and(part, 255, out=part), 16 * weight, out=part)
        for part, weight in zip(parts, WHOLE_LUMINANCE, strict=True)
    )
    red += green
    red += blue
    return red


def _on_translucent_slope(picture: Pixels, flat: Mask, possible: Mask, offsets: Index) -> Mask:
    """The same for pixels that may be transparent, where different colours can be equally bright."""
    height, width = flat.shape
    rows, columns = np.nonzero(possible)
    centre, behind = picture[rows, columns], offsets[rows, columns]
    at_edge = (rows == 0) | (rows == height - 1) | (columns == 0) | (columns == width - 1)
    equal = at_edge.astype(np.uint8)
    low, high = np.zeros(len(rows)), np.zeros(len(rows))
    low_flat, high_flat = np.zeros_like(at_edge), np.zeros_like(at_edge)
    for dy, dx in _NEIGHBOURS:
        inside = (rows + dy >= 0) & (rows + dy < height) & (columns + dx >= 0) & (columns + dx < width)
        there = np.where(inside, rows + dy, rows), np.where(inside, columns + dx, columns)
        step: Floats = brightness_step(centre, picture[there], behind)
        equal += inside & (step == 0)
        lower, higher = step < low, step > high
        low, high = np.where(lower, step, low), np.where(higher, step, high)
        low_flat, high_flat = np.where(lower, flat[there], low_flat), np.where(higher, flat[there], high_flat)
    found = np.zeros_like(possible)
    found[rows, columns] = (low < 0) & (high > 0) & (equal <= 2) & (low_flat | high_flat)
    return found
