"""What the words of interfaces mean, across languages and habits: "Anmelden", "Log in" and "Sign in" are one.

`meanings.tsv` was counted from the message catalogues of some forty open web applications (`benchmarks/meanings.py`
makes it and names them): what two catalogues translate alike means the same (pivoting, after Bannard and
Callison-Burch, "Paraphrasing with Bilingual Parallel Corpora", ACL 2005). A line holds a text and the English texts
that it stands for, itself among them, all in the normal form of `tokens.bare`, sorted by their bytes. Pure but for the reading of that file.
"""

from __future__ import annotations

import mmap
from functools import cache, lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("meanings.tsv")


@lru_cache(maxsize=8192)
def meanings(text: str) -> frozenset[str]:
    """What a text in the form of `tokens.bare` stands for: itself, and what the catalogues say."""
    return frozenset((text, *_listed(text)))


def is_known(text: str) -> bool:
    """Whether the catalogues have it. In the form of `tokens.bare`."""
    return bool(_listed(text))


def mean_otherwise(one: str, other: str) -> bool:
    """Whether both texts are known, and are known for different things. Texts in the form of `tokens.bare`."""
    return bool(_listed(one) and _listed(other)) and meanings(one).isdisjoint(meanings(other))


@lru_cache(maxsize=8192)
def _listed(text: str) -> tuple[str, ...]:
    wanted, lines = text.encode(), _lines()
    low, high = 0, len(lines)
    while low < high:
        middle = (low + high) // 2
        start = max(lines.rfind(b"\n", low, middle) + 1, low)
        end = lines.find(b"\n", middle)
        known, *meant = lines[start:end].split(b"\t")
        if known == wanted:
            return tuple(one.decode() for one in meant)
        low, high = (end + 1, high) if known < wanted else (low, start)
    return ()


@cache
def _lines() -> mmap.mmap:
    """The file as it lies on the disk: a run looks up a few dozen of its hundred thousand lines."""
    with FILE.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
