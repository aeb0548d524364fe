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
from clerkwork.runner.visual.yiq import LUMINANCE, Floats, Index, brightness_step

Mask: TypeAlias = npt.NDArray[np.bool_]
"""One truth for each pixel; shape (height, width)."""

# Columns first, as pixelmatch walks: among equally bright neighbours the first one counts.
_NEIGHBOURS = tuple((dy, dx) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if (dy, dx) != (0, 0))

_AROUND = np.ones((3, 3), np.uint8)

# LUMINANCE has eight decimals, so luminance is a whole number of 1e-8: exact in a double, and no two opaque
# colours share one. The lower four bits are free for what must travel along when the brightest is chosen.
_WHOLE_LUMINANCE = tuple(round(weight * 10**8) * 16.0 for weight in LUMINANCE)


def antialiased(a: Pixels, b: Pixels, suspects: Mask, offsets: Index | None = None) -> Mask:
    """Which of the suspects are anti-aliasing in one of the pictures.

    `a` and `b` are the same cut-out of both pictures; a suspect must have two pixels around it in the
    cut-out wherever the picture has them. `offsets` holds each pixel's position in the whole picture and
    is needed when pixels are transparent; without it all pixels must be opaque.
    """
    flat_a, flat_b = flat_areas(a), flat_areas(b)
    flat = flat_a & flat_b
    near_flat = _spread(flat)
    found = np.zeros_like(suspects)
    for picture, own_flat in ((a, flat_a), (b, flat_b)):
        possible = suspects & near_flat & ~own_flat & ~found
        if not possible.any():
            continue
        if offsets is None:
            found |= _on_slope(picture, flat, possible)
        else:
            found |= _on_translucent_slope(picture, flat, possible, offsets)
    return found


def _spread(mask: Mask) -> Mask:
    """The mask and every pixel beside it."""
    return cv2.dilate(mask.view(np.uint8), _AROUND).view(np.bool_)


def flat_areas(pixels: Pixels) -> Mask:
    """Which pixels have three neighbours or more of exactly their colour; the picture's edge counts as one."""
    colours = words(pixels)
    equal = np.zeros(colours.shape, np.uint8)
    equal[[0, -1], :] = 1
    equal[:, [0, -1]] = 1
    height, width = colours.shape
    for dy, dx in ((0, 1), (1, 0), (1, 1), (1, -1)):
        here = slice(0, height - dy), slice(max(-dx, 0), width - max(dx, 0))
        there = slice(dy, height), slice(max(dx, 0), width - max(-dx, 0))
        same = (colours[here] == colours[there]).view(np.uint8)
        equal[here] += same
        equal[there] += same
    return np.greater(equal, 2)


def _on_slope(picture: Pixels, flat: Mask, possible: Mask) -> Mask:
    """Which opaque pixels have a brighter and a darker neighbour, and one of these extremes is flat.

    One number for each neighbour holds its luminance, its place in the order, and whether it is flat, so
    that plain minimum and maximum find the extreme together with the answer. NaN stands beyond the edge.
    No possible pixel is flat itself, so its own number is its luminance.
    """
    height, width = flat.shape
    numbers = _numbered(picture, flat, _spread(possible))
    at = np.flatnonzero(possible)
    inside = at + (at // width * 2 + width + 3)
    own = numbers[inside]
    brightest, darkest = own, own
    for order, (dy, dx) in enumerate(_NEIGHBOURS):
        neighbour = numbers[inside + (dy * (width + 2) + dx)]
        brightest = np.fmax(brightest, neighbour + (14 - 2 * order))
        darkest = np.fmin(darkest, neighbour + 2 * order)
    between: Mask = (brightest >= own + 16) & (darkest < own)
    flat_extreme = ((brightest.astype(np.int64) | darkest.astype(np.int64)) & 1).astype(np.bool_)
    found = np.zeros(height * width, np.bool_)
    found[at] = between & flat_extreme
    return found.reshape(height, width)


def _numbered(picture: Pixels, flat: Mask, wanted: Mask) -> Floats:
    """The numbers of the wanted pixels, in a plane that is wider and higher by a margin of one pixel."""
    height, width = flat.shape
    at = np.flatnonzero(wanted)
    colours = words(picture).ravel()[at].view(np.uint8).reshape(-1, 4)
    found = flat.ravel()[at].astype(np.float64)
    for channel, weight in enumerate(_WHOLE_LUMINANCE):
        found += colours[:, channel] * weight
    numbers = np.full((height + 2) * (width + 2), np.nan)
    numbers[at + (at // width * 2 + width + 3)] = found
    return numbers


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
