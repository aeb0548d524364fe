"""What the words of interfaces mean, across languages and habits: "Anmelden", "Log in" and "Sign in" are one.

`meanings.tsv` was counted from the message catalogues of some forty open web applications (`benchmarks/meanings.py`
makes it and names them): what two catalogues translate alike means the same (pivoting, after Bannard and
Callison-Burch, "Paraphrasing with Bilingual Parallel Corpora", ACL 2005). A line holds a text and the English texts
that it stands for, itself among them, all in the normal form of `tokens.bare`, sorted by their bytes. Pure but for the reading of that file.
"""

from __future__ import annotations

import mmap
from bisect import bisect_right
from functools import cache, lru_cache
from pathlib import Path

BLOCK = 16_384
"""Bytes between two places at which a search may begin: there are a few hundred of them."""
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
    wanted, lines, (texts, starts) = text.encode(), _lines(), _blocks()
    block = bisect_right(texts, wanted) - 1
    if block < 0:
        return ()
    if texts[block] == wanted:
        begin = starts[block]
    elif not (begin := lines.find(b"\n" + wanted + b"\t", starts[block], starts[block + 1]) + 1):
        return ()
    return tuple(one.decode() for one in lines[begin : lines.find(b"\n", begin)].split(b"\t")[1:])


@cache
def _blocks() -> tuple[list[bytes], list[int]]:
    """The first text of every few hundred lines, and where its line begins; at last, where the file ends."""
    lines, starts = _lines(), [0]
    while (start := lines.find(b"\n", starts[-1] + BLOCK) + 1) and start < len(lines):
        starts.append(start)
    return [lines[at : lines.find(b"\t", at)] for at in starts], [*starts, len(lines)]


@cache
def _lines() -> mmap.mmap:
    """The file as it lies on the disk: a run looks up a few dozen of its hundred thousand lines."""
    with FILE.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
