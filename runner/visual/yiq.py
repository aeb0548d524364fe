"""How far two colours are apart, as pixelmatch 7.2.0 measures it.

Source: Y. Kotsarenko, F. Ramos, "Measuring perceived color difference using YIQ NTSC transmission color
space in mobile applications" (2010), with the constants of pixelmatch 7.2.0. Sums and products are in its
order, so that every last bit of the doubles agrees with JavaScript's and no count can differ by rounding.
"""

import math
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from clerkwork.runner.visual.scanlines import Pixels

Floats: TypeAlias = npt.NDArray[np.float64]
Index: TypeAlias = npt.NDArray[np.intp]

LUMINANCE = (0.29889531, 0.58662247, 0.11448223)
GREATEST_DISTANCE = 35215
"""What pixelmatch takes for the distance of the two colours farthest apart."""

# The distance of two opaque colours that differ by 1 in each channel, with the worst signs: 0.5415570773...
_WORST_STEP = 0.5415570774

_LUMINANCE_SHARE = 0.5053

# Y, I and Q out of red, green and blue, and what each of them weighs.
_YIQ = np.array([LUMINANCE, (0.59597799, -0.27417610, -0.32180189), (0.21147017, -0.52261711, 0.31114694)])
_SHARES = np.array([_LUMINANCE_SHARE, 0.299, 0.1957])


def allowed_distance(threshold: float) -> float:
    """The distance above which two pixels differ, for a threshold from 0 to 1."""
    return GREATEST_DISTANCE * threshold * threshold


def harmless_step(threshold: float) -> int:
    """Opaque pixels whose channels all differ by at most this much never differ by pixelmatch's measure."""
    return int(min(255, math.floor(math.sqrt(allowed_distance(threshold) / _WORST_STEP))))


def telling_luminance(threshold: float) -> float:
    """Opaque pixels whose luminances differ by more than this always differ by pixelmatch's measure."""
    return math.sqrt(allowed_distance(threshold) / _LUMINANCE_SHARE)


def distance(first: Pixels, second: Pixels, offsets: Index | None = None) -> Floats:
    """The squared distance of n pairs of pixels, each of shape (n, 4).

    `offsets` are the pixels' positions in the picture (row times width plus column): semi-transparent
    pixels are blended with a background that depends on it. Without offsets all pixels must be opaque.
    """
    steps = np.stack(_channel_steps(first, second, offsets))
    parts = _YIQ[:, :, None] * steps
    parts = parts[:, 0] + parts[:, 1] + parts[:, 2]
    parts = _SHARES[:, None] * parts * parts
    total: Floats = parts[0] + parts[1] + parts[2]
    return total


def brightness_step(first: Pixels, second: Pixels, offsets: Index) -> Floats:
    """How much brighter the first pixels are than the second, each of shape (n, 4); negative when darker."""
    red, green, blue = _channel_steps(first, second, offsets)
    return red * LUMINANCE[0] + green * LUMINANCE[1] + blue * LUMINANCE[2]


def _channel_steps(first: Pixels, second: Pixels, offsets: Index | None) -> tuple[Floats, Floats, Floats]:
    if offsets is None:
        red, green, blue = (
            np.subtract(first[:, channel], second[:, channel], dtype=np.float64) for channel in range(3)
        )
        return red, green, blue
    p, q = first.T.astype(np.float64), second.T.astype(np.float64)
    alpha_step = p[3] - q[3]
    red, green, blue = (
        (p[channel] * p[3] - q[channel] * q[3] - behind * alpha_step) / 255
        for channel, behind in enumerate(_checkerboard(offsets))
    )
    return red, green, blue


def _checkerboard(offsets: Index) -> tuple[float, Floats, Floats]:
    """The background that pixelmatch puts behind semi-transparent pixels: red, green, blue.

    It takes the parity of the byte offset divided by the golden ratio and by its square. A byte offset is
    a multiple of four, so red is always the darker value.
    """
    at = offsets.astype(np.float64) * 4
    green, blue = (48 + 159 * (np.floor(at / ratio) % 2) for ratio in (1.618033988749895, 2.618033988749895))
    return 48.0, green, blue
