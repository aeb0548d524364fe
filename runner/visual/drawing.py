"""The difference of two pictures drawn as pixelmatch draws it: faded, red where they differ, yellow for
anti-aliasing; on wish with a frame around each region."""

from collections.abc import Sequence
from typing import TypeAlias, cast

import cv2
import numpy as np
import numpy.typing as npt

from clerkwork.runner.visual.box import Box
from clerkwork.runner.visual.comparison import THRESHOLD, Comparison, Examination, compare, examine
from clerkwork.runner.visual.picture import Colour, encode_indexed, is_opaque
from clerkwork.runner.visual.scanlines import Pixels
from clerkwork.runner.visual.threads import pool
from clerkwork.runner.visual.yiq import LUMINANCE

Canvas: TypeAlias = npt.NDArray[np.uint8]
"""An index into the palette for each pixel, shape (height, width)."""

FADED = 0.1
"""How much of the expected picture shows through, pixelmatch's default."""

DIFFERING: Colour = (255, 0, 0)
ANTIALIASED: Colour = (255, 255, 0)
FRAME: Colour = (0, 90, 200)

_FRAME_GAP = 3

# Sixteen colours, so that a pixel takes half a byte: what is faded is white or one of twelve pale greys.
_COLOURS = (DIFFERING, ANTIALIASED, FRAME)
_WHITE, _GREYS = len(_COLOURS), 16 - len(_COLOURS)
_PALETTE = [*_COLOURS, *((255 - 2 * step,) * 3 for step in range(_GREYS))]


def draw_difference(
    expected_png: bytes,
    actual_png: bytes,
    *,
    threshold: float = THRESHOLD,
    include_aa: bool = False,
    masks: Sequence[Box] = (),
    frames: Sequence[Box] = (),
) -> bytes:
    """The drawn difference as PNG, with a frame around each of `frames` (a comparison's regions).

    Pictures of different sizes are drawn on a canvas that holds both. Raises PictureError when one of
    them cannot be read.
    """
    return _framed(_painted(examine(expected_png, actual_png, threshold, include_aa, masks)), frames)


def compare_and_draw(
    expected_png: bytes,
    actual_png: bytes,
    *,
    threshold: float = THRESHOLD,
    include_aa: bool = False,
    masks: Sequence[Box] = (),
    allow: int = 0,
    framed: bool = True,
) -> tuple[Comparison, bytes | None]:
    """The verdict, and the drawn difference unless the pictures are the same; both from one look.

    The arguments are those of `compare`; `framed` puts a frame around each region. Raises PictureError
    when a picture cannot be read.
    """
    if expected_png == actual_png:
        return compare(expected_png, actual_png, masks=masks), None
    examination = examine(expected_png, actual_png, threshold, include_aa, masks)
    if examination.same(allow):
        return examination.verdict(allow), None
    painting = pool.submit(_painted, examination)
    comparison = examination.verdict(allow)
    return comparison, _framed(painting.result(), comparison.regions if framed else ())


def _painted(examination: Examination) -> Canvas:
    """Indexes into the palette, without frames."""
    _, differing, antialiased = examination.differences
    canvas = np.full(differing.shape, _WHITE, np.uint8)
    height, width = examination.expected.shape[:2]
    canvas[:height, :width] = faded(examination.expected)
    for colour, where in ((DIFFERING, differing), (ANTIALIASED, antialiased)):
        cv2.copyTo(np.full_like(canvas, _COLOURS.index(colour)), where.view(np.uint8), canvas)
    return canvas


def _framed(canvas: Canvas, frames: Sequence[Box]) -> bytes:
    """The canvas with a frame around each box, as PNG."""
    for box in frames:
        _frame(canvas, box)
    return encode_indexed(canvas, _PALETTE)


def faded(pixels: Pixels) -> Canvas:
    """The picture in pale grey, as indexes into the palette, shape (height, width): luminance and opacity
    blended into white, within two levels of grey.
    """
    if is_opaque(pixels):
        shades = _index(255 + (np.arange(256) - 255) * FADED)
        return cast(Canvas, cv2.LUT(cv2.cvtColor(pixels, cv2.COLOR_RGBA2GRAY), shades))
    red, green, blue, alpha = np.moveaxis(pixels.astype(np.float64), -1, 0)
    luminance = red * LUMINANCE[0] + green * LUMINANCE[1] + blue * LUMINANCE[2]
    return _index(255 + (luminance - 255) * FADED * alpha / 255)


def _index(levels: npt.NDArray[np.floating]) -> Canvas:
    """Which colour of the palette comes next to each level of grey."""
    return (_WHITE + np.clip(np.round((255 - levels) / 2), 0, _GREYS - 1)).astype(np.uint8)


def _frame(canvas: Canvas, box: Box) -> None:
    left, top = box.x - _FRAME_GAP, box.y - _FRAME_GAP
    right, bottom = box.right + _FRAME_GAP - 1, box.bottom + _FRAME_GAP - 1
    cv2.rectangle(canvas, (left, top), (right, bottom), (_COLOURS.index(FRAME),), thickness=2)
