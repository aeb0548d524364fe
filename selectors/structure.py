"""What a picture is made of, whatever its colours: the strength and direction of its edges.

Each pixel is the vector (cos 2a, sin 2a) times a strength, where a is the direction of the colour gradient
there. Doubling the angle makes light on dark and dark on light the same (Granlund, "In search of a general
picture processing operator", 1978), so that a dark theme does not matter edge by edge; the gradient is that
of all three channels together (Di Zenzo, "A note on the gradient of a multi-image", 1986), so that red on
green of one brightness is an edge, too. Strengths are saturated as m / (m + c), so that a faint outline
counts nearly as much as black on white.

Pure; needs OpenCV and numpy.
"""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""Height x width x 3, BGR as OpenCV decodes."""

Field = NDArray[np.float32]
"""Height x width x 2: the doubled direction of each pixel's edge, times its strength from 0 to below 1."""

_FAINT = 8.0
"""Grey levels per px at which an edge has half its strength: above what JPEG and gradients leave, below a thin
grey line (a 1 px line of 40 levels gives about 10 after smoothing)."""

_SOFTNESS = 0.8
"""Standard deviation, px, of the smoothing that makes anti-aliasing and half a pixel of shift alike."""


def structure(pixels: Pixels) -> Field:
    """The edges of a picture, pixel by pixel."""
    soft = cv2.GaussianBlur(pixels, (3, 3), _SOFTNESS)
    across = cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8)
    down = cv2.Sobel(soft, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8)
    real = _summed(across * across) - _summed(down * down)
    imaginary = 2 * _summed(across * down)
    slope = cv2.sqrt(cv2.magnitude(real, imaginary))
    weight = 1 / ((slope + _FAINT) * np.maximum(slope, 1e-3))
    return np.dstack([real * weight, imaginary * weight]).astype(np.float32, copy=False)


def energy(field: NDArray[np.float32]) -> NDArray[np.float32]:
    """The squared strength of each pixel."""
    return np.asarray(_summed(field * field), np.float32)


def resized(pixels: Pixels, factor: float) -> Pixels:
    """The picture at another size, each side at least 1 px."""
    if factor == 1:
        return pixels
    height, width = pixels.shape[:2]
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(pixels, size, interpolation=how), np.uint8)


def likeness_map(
    screen: NDArray[np.float32], part: NDArray[np.float32], squares: NDArray[np.float32] | None = None
) -> NDArray[np.float32]:
    """How alike `part` and the screen are wherever it fits in, by its top left corner: 1 equal, 0 unrelated.

    Both are fields, or one component of fields; `squares` is the screen's energy, if it is known. Where the screen
    holds much less than the part does, the likeness is low instead of undefined.
    """
    height, width = part.shape[:2]
    wanted = float(np.sum(part * part))
    product = cv2.matchTemplate(screen, part, cv2.TM_CCORR)
    squares = energy(screen) if squares is None else squares
    present = cv2.boxFilter(squares, -1, (width, height), normalize=False, anchor=(0, 0))
    present = present[: product.shape[0], : product.shape[1]]
    size = np.sqrt(np.maximum(present, _LEAST * wanted + 1e-9))
    return np.asarray(cv2.divide(product, size, scale=1 / math.sqrt(wanted + 1e-9)), np.float32)


_LEAST = 0.25
"""Share of a part's energy below which a place counts as if it held so much."""


def _summed(squares: NDArray[np.float32]) -> Any:
    if squares.ndim == 2:
        return squares
    return cv2.transform(squares, np.ones((1, squares.shape[2]), np.float32))
