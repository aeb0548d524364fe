"""How alike two texts, addresses, scripts, lists and paths are, each 0 to 1. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

_COUNTER = re.compile(r"\s*[(\[]\d+[)\]]")
_DIGITS = re.compile(r"\d+")
_EXTENSION = re.compile(r"\.[a-z#]{2,5}$")
_WORD = re.compile(r"\w+")
_LABEL_SIGNS = re.compile(r"[\s:：*＊]+$")

# Two texts that differ in their numbers alone are the same sentence about another thing: "Page 2", "Page 3".
SAME_BUT_FOR_NUMBERS = 0.6


@lru_cache(maxsize=8192)
def normal(text: str | None) -> str:
    """Case, width, white space, counters ("Inbox (3)") and a label's colon or star do not matter."""
    folded = " ".join(unicodedata.normalize("NFKC", text or "").casefold().split())
    return _LABEL_SIGNS.sub("", _COUNTER.sub("", folded)).strip()


def text_likeness(was: str, now: str) -> float:
    """1 for equal in normal form; else the shared words (Dice), or a little for a shared beginning."""
    a, b = normal(was), normal(now)
    if a == b:
        return 1.0
    if not a or not b:
        return 0.0
    if _DIGITS.sub("#", a) == _DIGITS.sub("#", b):
        return SAME_BUT_FOR_NUMBERS
    return max(_shared_words(a, b), _shared_letters(a, b))


def qualified(was: str, now: str) -> bool:
    """Whether one says all that the other says and more: "Reserve", "Reserve later"."""
    first, second = (set(_WORD.findall(normal(text))) for text in (was, now))
    return bool(first and second) and (first < second or second < first)


def _shared_words(a: str, b: str) -> float:
    first, second = set(_WORD.findall(a)), set(_WORD.findall(b))
    total = len(first) + len(second)
    return 2 * len(first & second) / total if total else 0.0


def _shared_letters(a: str, b: str) -> float:
    """A typing error or another ending ("Cancelled"); below 0.8 shared letters are chance ("Save", "Leave")."""
    ratio = SequenceMatcher(None, a[:200], b[:200], autojunk=False).ratio()
    return ratio if ratio >= 0.8 else 0.0


def address_likeness(was: str, now: str) -> float:
    """By the last part of the path and the names in the query: hosts, folders, numbers and endings may change."""
    if was == now:
        return 1.0
    if was.lower().startswith("javascript:") or now.lower().startswith("javascript:"):
        return script_likeness(was, now)
    a, b = _address(was), _address(now)
    if a == b:
        return 0.9
    return 0.5 * text_likeness(a[0], b[0]) + (0.2 if a[1] == b[1] and a[1] else 0.0)


def _address(address: str) -> tuple[str, tuple[str, ...]]:
    path, _, query = address.partition("#")[0].partition("?")
    parts = [part for part in path.split("/") if part and part not in (".", "..")]
    tail = _EXTENSION.sub("", _DIGITS.sub("#", parts[-1].lower())) if parts else ""
    keys = sorted(pair.split("=")[0].lower() for pair in re.split("[&;]", query) if pair)
    return tail, tuple(keys)


def script_likeness(was: str, now: str) -> float:
    """By the words in it, without numbers: edit(17) and edit(18) do the same thing to another record."""
    a, b = (_DIGITS.sub("#", " ".join(text.split()).casefold()) for text in (was, now))
    if a == b:
        return 1.0 if was == now else 0.8
    shared = _shared_words(a, b)
    return shared if shared < 1 else 0.7


def class_likeness(was: str, now: str) -> float:
    """The share of classes in common; the order does not matter."""
    return _shared_words(" ".join(was.split()), " ".join(now.split()))


def list_likeness(was: Sequence[str], now: Sequence[str]) -> float:
    """The share of the recorded texts that are still there."""
    kept = {normal(text) for text in now}
    return sum(normal(text) in kept for text in was) / len(was) if was else 0.0


def path_likeness(was: Sequence[str], now: Sequence[str]) -> float:
    """Matching blocks over both ancestor paths: a wrapper more or less costs little."""
    return SequenceMatcher(None, was, now, autojunk=False).ratio()


def is_key(text: str) -> bool:
    """Whether a cell looks like the key of its row: a code of letters and digits, or a plain number."""
    if " " in text.strip() or len(text) > 40:
        return False
    has_digit = bool(re.search(r"\d", text))
    has_letter = bool(re.search(r"[^\W\d_]", text))
    return (has_digit and has_letter) or bool(re.fullmatch(r"\s*\d{3,}\s*", text))
