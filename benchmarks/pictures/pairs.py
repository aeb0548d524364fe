"""Small pairs of pictures in endless supply: pair number n is the same on every machine and version.

Only whole numbers and NumPy's frozen `RandomState` draw them, so that counts made once stay valid. Shapes get
soft edges by drawing them four times too large and averaging, like the text and icons of a page.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Random = np.random.RandomState

FINE = 4
THRESHOLDS = (0.0, 0.02, 0.05, 0.1, 0.1, 0.1, 0.2, 0.35, 0.6, 1.0)


class Pair(NamedTuple):
    """Two RGBA pictures of one shape, how they came about, and the options to compare them with."""

    kind: str
    a: Pixels
    b: Pixels
    threshold: float
    include_aa: bool


def pair(number: int) -> Pair:
    """Pair number n, from 0 on."""
    random = Random(20_260_000 + number)
    kinds = list(KINDS)
    kind = kinds[number % len(kinds)]
    width, height = _side(random), _side(random)
    a, b = KINDS[kind](random, width, height)
    return Pair(kind, a, b, THRESHOLDS[random.randint(len(THRESHOLDS))], random.randint(4) == 0)


def _side(random: Random) -> int:
    """Mostly some tens of pixels, at times the one to three where every pixel is an edge."""
    return int(random.randint(1, 4) if random.randint(12) == 0 else random.randint(4, 72))


def _canvas(random: Random, width: int, height: int) -> Pixels:
    picture = np.empty((height, width, 4), np.uint8)
    picture[:] = (*random.randint(200, 256, 3), 255)
    for _ in range(random.randint(3)):
        x, y = random.randint(width), random.randint(height)
        picture[y : y + random.randint(1, height + 1), x : x + random.randint(1, width + 1), :3] = _colour(
            random
        )
    return picture


def _colour(random: Random) -> npt.NDArray[np.int_]:
    return random.randint(0, 256, 3) if random.randint(2) else np.repeat(random.randint(0, 256), 3)


def _strokes(random: Random) -> list[tuple[int, ...]]:
    """Discs, rings and slanted bars: place, size, slope and colour, in quarter pixels."""
    return [
        (random.randint(3), random.randint(4, 220), random.randint(4, 220), random.randint(4, 40), random.randint(-9, 10), *_colour(random))
        for _ in range(random.randint(1, 9))
    ]  # fmt: skip


def _draw(picture: Pixels, strokes: list[tuple[int, ...]], dx: int = 0, dy: int = 0) -> Pixels:
    """The picture with the strokes moved by quarter pixels and drawn over it with soft edges."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[: height * FINE, : width * FINE]
    drawn = picture.astype(np.int64)
    for shape, left, top, reach, slope, *colour in strokes:
        across, down = x - left - dx, y - top - dy
        away = across * across + down * down
        inside = (
            away <= reach * reach,
            (away <= reach * reach) & (away >= (reach - 6) * (reach - 6)),
            (abs(10 * across - slope * down) <= 60) & (abs(down) <= 2 * reach),
        )[shape]
        share = inside.reshape(height, FINE, width, FINE).sum(axis=(1, 3))[..., None]
        drawn[..., :3] = (drawn[..., :3] * (FINE * FINE - share) + np.array(colour) * share) // (FINE * FINE)
    return drawn.astype(np.uint8)


def _equal(random: Random, width: int, height: int) -> tuple[Pixels, Pixels]:
    picture = _draw(_canvas(random, width, height), _strokes(random))
    return picture, picture.copy()


def _softened(random: Random, width: int, height: int) -> tuple[Pixels, Pixels]:
    canvas, strokes = _canvas(random, width, height), _strokes(random)
    return _draw(canvas, strokes), _draw(canvas, strokes, random.randint(-3, 4), random.randint(-3, 4))


def _shifted(random: Random, width: int, height: int) -> tuple[Pixels, Pixels]:
    canvas, strokes = _canvas(random, width, height), _strokes(random)
    return _draw(canvas, strokes), _draw(
        canvas, strokes, FINE * random.randint(-2, 3), FINE * random.randint(-2, 3)
    )


def _changed(random: Random, width: int, height: int) -> tuple[Pixels, Pixels]:
    canvas, strokes = _canvas(random, width, height), _strokes(random)
    return _draw(canvas, strokes), _draw(canvas, strokes[1:] + _strokes(random)[:1])


def _trembling(random: Random, width: int, height: int) -> tuple[Pixels, Pixels]:
    picture = _draw(_canvas(random, width, height), _strokes(random))
    reach = random.randint(1, 60)
    noise = random.randint(-reach, reach + 1, (height, width, 3)) * (
        random.randint(0, 3, (height, width, 1)) == 0
    )
    other = picture.copy()
    other[..., :3] = np.clip(picture[..., :3] + noise, 0, 255)
    return picture, other


def _noisy(random: Random, width: int, height: int) -> tuple[Pixels, Pixels]:
    levels, channels = random.randint(2, 6), 1 if random.randint(2) else 3
    a, b = (random.randint(0, levels, (height, width, channels)) * (255 // (levels - 1)) for _ in range(2))
    opaque = np.full((height, width, 4), 255, np.uint8)
    other = opaque.copy()
    opaque[..., :3], other[..., :3] = a, b
    return opaque, other


def _translucent(random: Random, width: int, height: int) -> tuple[Pixels, Pixels]:
    a, b = _changed(random, width, height)
    for picture in (a, b):
        for _ in range(random.randint(1, 4)):
            x, y = random.randint(width), random.randint(height)
            picture[y : y + 20, x : x + 30, 3] = random.randint(0, 256)
    return a, b


def _ghostly(random: Random, width: int, height: int) -> tuple[Pixels, Pixels]:
    a, b = _softened(random, width, height)
    patches = np.kron(random.randint(0, 256, (9, 9)), np.ones((8, 8), np.int64))[:height, :width]
    a[..., 3] = patches
    b[..., 3] = np.where(random.randint(0, 9, (height, width)) == 0, 255 - patches, patches)
    return a, b


KINDS: dict[str, Callable[[Random, int, int], tuple[Pixels, Pixels]]] = {
    "softened": _softened,
    "shifted": _shifted,
    "changed": _changed,
    "trembling": _trembling,
    "noisy": _noisy,
    "translucent": _translucent,
    "ghostly": _ghostly,
    "equal": _equal,
}
