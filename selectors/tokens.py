"""The pieces that texts, ids and addresses are made of, in normal form, so that two of them can be compared. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from clerkwork.selectors.likeness import normal

_WORD = re.compile(r"\w+")
_NOT_WORD = re.compile(r"[\W_]+")
_PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_A-Za-z]+")
_PLURAL = re.compile(r"(?:ies|es|s|y)$")
_DIGITS = re.compile(r"\d+")
_SCHEME = re.compile(r"^(?:https?:)?(?://)?(?:www\.)?", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:html?|php|aspx?|jspx?|do|cgi|pl|action)$")
_NOWHERE = re.compile(r"^\s*(?:javascript:|#|$)|#\s*$", re.IGNORECASE)
_OPAQUE = re.compile(r"(?=.*\d)[\w%+/=.-]{24,}")
# Marks of a campaign say who sent the visitor, not where the link leads; named so by every analytics tool.
_CAMPAIGN = re.compile(r"^(?:utm_|gclid|fbclid)")
_LONGEST_VALUE = 60

SAME_ADDRESS_OTHER_QUERY = 0.95
"""The same page, asked with more or fewer parameters."""
SAME_PAGE_OTHER_PART = 0.7
SAME_END = 0.7
"""The last part of the path is the same, and no number."""
OTHER_RECORD = 0.5
"""The same page, asked for another record: a number in one of the parameters differs."""
OTHER_DEED = 0.2
"""The same page, told to do something else: cmd=edit, cmd=delete."""


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """Letters and digits only: "U.S." and "US", "Sign-in" and "Sign in" say the same."""
    return _NOT_WORD.sub("", normal(text))


@lru_cache(maxsize=8192)
def words_in(text: str) -> frozenset[str]:
    """Its words without the endings of an English plural: "registry" and "registries" share one."""
    return frozenset(_stem(word) for word in _WORD.findall(normal(text)))


_JOINING = (
    "a an and at by for from in of on or the to with"
    " am an auf aus bei das dem den der des die ein eine für im in mit oder und vom von zu zum zur"
    " al con da de del dei della der des di do du e el en et il la las le les lo los o ou par para per por pour u un una une y"
    " av een en het met och of på til van voor"
)
_SMALL_WORDS = frozenset(_JOINING.split())


@lru_cache(maxsize=8192)
def content_words(text: str) -> tuple[str, ...]:
    """Its words in their order, without those that only join the others, in the languages of the catalogues."""
    words = tuple(_WORD.findall(normal(text)))
    return tuple(word for word in words if word not in _SMALL_WORDS) or words


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    return _PLURAL.sub("", word) if len(word) > 3 else word


@lru_cache(maxsize=8192)
def pieces_of(identifier: str) -> frozenset[str]:
    """Words in an id, class or file name: "btnSave_2" holds btn and save. Numbers are left out."""
    return frozenset(piece.lower() for piece in _PIECE.findall(identifier))


@lru_cache(maxsize=8192)
def family(identifier: str) -> str:
    """Without its numbers: all ids of one generator or of one repeated row are one family."""
    return _DIGITS.sub("#", identifier)


class Address:
    """Where a link leads: path, query and fragment in normal form, and their pieces.

    What holds a number names a record, not what is done with it: /edit/17 and /delete/17 have nothing in
    common for that. So numbers are no pieces.
    """

    __slots__ = ("fragment", "path", "pieces", "query")

    def __init__(self, path: str, query: str, fragment: str) -> None:
        self.path, self.query, self.fragment = path, query, fragment
        parts = [part for part in path.split("/") if not _OPAQUE.fullmatch(part)]
        found = {_stem(word) for part in parts for word in _WORD.findall(part) if not _DIGITS.search(word)}
        found.update("?" + name for name in self.parameters)
        found.update("?" + pair for pair in self.pairs)
        if fragment:
            found.add("#" + fragment)
        self.pieces = frozenset(found)

    @property
    def parameters(self) -> dict[str, str]:
        named = (pair.partition("=") for pair in self.query.split("&") if pair)
        return {name: value for name, _, value in named}

    @property
    def pairs(self) -> frozenset[str]:
        """Its parameters without those that hold a number, name=value."""
        return frozenset(
            f"{name}={value}"
            for name, value in self.parameters.items()
            if len(value) < _LONGEST_VALUE and not _DIGITS.search(value)
        )

    @property
    def key(self) -> str:
        return f"{self.path}?{self.query}#{self.fragment}"

    def likeness(self, other: Address) -> float:
        """By path and parameters, 0 if neither is the same; what their pieces share is weighed elsewhere."""
        if self.key == other.key:
            return 1.0
        if self.path == other.path:
            return self._asked_like(other)
        ours, theirs = self.path.split("/"), other.path.split("/")
        same_end = min(len(ours), len(theirs)) > 1 and ours[-1] == theirs[-1]
        return SAME_END if same_end and not _DIGITS.search(ours[-1]) else 0.0

    def _asked_like(self, other: Address) -> float:
        ours, theirs = self.parameters, other.parameters
        differ = [name for name in ours.keys() & theirs.keys() if ours[name] != theirs[name]]
        if any(not (_DIGITS.search(ours[name]) and _DIGITS.search(theirs[name])) for name in differ):
            return OTHER_DEED
        if differ:
            return OTHER_RECORD
        return SAME_ADDRESS_OTHER_QUERY if self.fragment == other.fragment else SAME_PAGE_OTHER_PART


@lru_cache(maxsize=8192)
def address(href: str) -> Address | None:
    """None for a link that leads nowhere by itself (a script, a bare #)."""
    if _NOWHERE.search(href):
        return None
    rest, _, fragment = href.partition("#")
    path, _, query = rest.partition("?")
    path = _ENDING.sub("", _SCHEME.sub("", path.strip()).lower().rstrip("/"))
    kept = [pair for pair in re.split("[&;]", query.lower()) if pair and not _CAMPAIGN.match(pair)]
    return Address(path, "&".join(kept), fragment.lower())


@lru_cache(maxsize=8192)
def script(code: str) -> Address:
    """A script as an address of its words, so that edit(17) and edit(18) are alike and open(17) is not."""
    return Address("", "", "") if not code else Address(" ".join(_WORD.findall(code.lower())), "", "")
