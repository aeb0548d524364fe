"""Reads text off pictures, with the optional package `rapidocr`: its models come inside it, nothing is fetched."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from clerkwork.selectors.screen_text import Reading

if TYPE_CHECKING:
    from clerkwork.selectors.structure import Pixels

PACKAGES = ("rapidocr", "onnxruntime")
"""What the extra `ocr` brings."""

REMEDY = "pip install 'clerkwork[ocr]'"


_SETTINGS = {
    "Global.log_level": "critical",
    "Global.use_cls": False,  # would turn lines that are upside down, which no screen has
    "Det.limit_type": "max",  # screens as they are: by default small ones are enlarged to 736 px
    "Det.limit_side_len": 4000,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,  # more of them wait by spinning: twice the CPU
}


class OcrMissing(Exception):
    """Text was to be read off a picture, and the packages that do it are not installed."""

    hint = REMEDY

    def __init__(self) -> None:
        super().__init__("reading text off a picture needs the extra 'ocr', which is not installed")


def missing() -> list[str]:
    """The packages that are not installed."""
    return [name for name in PACKAGES if find_spec(name) is None]


def read(pixels: Pixels) -> list[Reading]:
    """All lines of text in a picture, upright ones only. The first call loads the models (about a second).

    A screen of 1280x720 with forty texts takes about two seconds of CPU. Raises OcrMissing.
    """
    said = _reader()(pixels)
    if said.boxes is None:
        return []
    return [
        _reading(box, text, float(score))
        for box, text, score in zip(said.boxes, said.txts, said.scores, strict=True)
    ]


@cache
def _reader() -> Any:
    if missing():
        raise OcrMissing
    from rapidocr import RapidOCR

    return RapidOCR(params=_SETTINGS)


def _reading(box: Any, text: str, confidence: float) -> Reading:
    """`box` is 4 x 2: the corners of the line, which may be slanted by a little."""
    (left, top), (right, bottom) = box.min(axis=0), box.max(axis=0)
    return Reading(text, confidence, float(left), float(top), float(right - left), float(bottom - top))
