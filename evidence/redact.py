"""Takes secrets out of everything before it is stored or shown.

A secret is replaced wherever it occurs, as it is or in a shape in which consoles and tools pass it
on: URL-encoded, HTML-escaped, JSON-escaped, in Python's repr, Unicode-normalised, and in base64 (on
its own, or inside a longer value such as the `user:password` of HTTP basic authentication).

Where a rule of thumb is needed:

- A secret of one or two characters is replaced only where it is the whole text (blanks around it
  aside) and never as a key: replacing every "7" would destroy the evidence and hide nothing. An
  empty secret is ignored.
- A number (not a text) is replaced where, written out, it is a whole secret of six digits or more;
  shorter ones would hit widths and durations.
- A text that is nothing but a SHA-256 digest, or the path of a picture named by one, is searched
  only for secrets of sixteen characters or more: a shorter one is in there by accident.
"""

from __future__ import annotations

import base64
import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, quote_plus

Rule = Callable[[str], str]
"""Takes a text and returns it with what the rule knows blacked out (card numbers, IBANs, ...)."""

_SHORT = 3
_CHANCE_FREE = 16
_BASE64_CORE = 6
_COMPONENT_SAFE = "!'()*"
_URI_SAFE = ";,/?:@&=+$!*'()#"
_WRITTEN_NUMBER = re.compile(r"-?[\d.]{6,}")
_DIGEST = re.compile(r"(?:shots/)?[0-9a-f]{64}(?:\.png(?:\.enc)?)?")
_BASE64_EDGE = "[A-Za-z0-9+/_-]?"


class Redactor:
    """Replaces every occurrence of every secret by `«secret:NAME»`.

    Args:
        secrets: The values by name.
        rules: Further redaction by pattern, applied after the secrets, in this order.
    """

    def __init__(self, secrets: Mapping[str, str] | None = None, *, rules: Sequence[Rule] = ()) -> None:
        self._values: dict[str, str] = {}
        self._rules = tuple(rules)
        self._compile()
        for name, value in (secrets or {}).items():
            self.add(name, value)

    def __repr__(self) -> str:
        return f"Redactor({sorted(set(self._values.values()))})"

    def add(self, name: str, value: str) -> None:
        """Know one more secret from now on; a second value under a known name adds to the first."""
        if value:
            self._values[value] = name
            self._compile()

    def text(self, text: str) -> str:
        """The text without secrets; idempotent."""
        if self._whole and (name := self._whole.get(text.strip())):
            text = _label(name)
        elif self._all.occurs_in(text):
            text = (self._long if _DIGEST.fullmatch(text) else self._all).replace(text)
        for rule in self._rules:
            text = rule(text)
        return text

    def value(self, value: Any) -> Any:
        """The same for a JSON-like value: dicts (keys too), lists and tuples (both become lists)."""
        texts: list[str] = []
        _gather(value, texts)
        # Nearly every value is clean, and one look at all its texts together is ten times cheaper.
        if not self._needs_every_text and not self._all.occurs_in("\0".join(texts)):
            return value
        return self._cleaned(value)

    def prefix_of(self, text: str) -> str | None:
        """Name of the secret of which the text is a proper prefix of three characters or more.

        While somebody types, a field holds such prefixes; they give away as much as the secret.
        """
        if len(text) < _SHORT:
            return None
        starts = (name for value, name in self._values.items() if value != text and value.startswith(text))
        return next(starts, None)

    def _cleaned(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self._key(key): self._cleaned(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self._cleaned(inner) for inner in value]
        if isinstance(value, int | float) and (name := self._numbers.get(str(value))):
            return _label(name)
        return value

    def _key(self, key: Any) -> Any:
        return key if isinstance(key, str) and key.strip() in self._whole else self._cleaned(key)

    def _compile(self) -> None:
        self._whole = {value: name for value, name in self._values.items() if len(value) < _SHORT}
        self._numbers = {
            value: name for value, name in self._values.items() if _WRITTEN_NUMBER.fullmatch(value)
        }
        searched = {value: name for value, name in self._values.items() if len(value) >= _SHORT}
        self._needs_every_text = bool(self._whole or self._numbers or self._rules)
        self._all = _Search(searched)
        self._long = _Search({value: name for value, name in searched.items() if len(value) >= _CHANCE_FREE})


class _Search:
    """Finds all shapes of some secrets: a cheap look first, since most texts hold none of them."""

    def __init__(self, values: Mapping[str, str]) -> None:
        shapes = {shape: name for value, name in values.items() for shape in _shapes(value)}
        cores = {core: name for value, name in values.items() for core in _base64_cores(value)}
        found = [(shape, re.escape(shape), name) for shape, name in shapes.items()]
        found += [
            (core, f"{_BASE64_EDGE}{re.escape(core)}{_BASE64_EDGE}={{0,2}}", name)
            for core, name in cores.items()
            if core not in shapes
        ]
        found.sort(key=lambda shape: len(shape[0]), reverse=True)
        self._needles = tuple(shape for shape, _, _ in found)
        self._names = tuple(name for _, _, name in found)
        # Labels come first, so that text that was redacted before stays as it is.
        labels = "|".join(re.escape(_label(name)) for name in sorted(set(values.values()))) or r"(?!)"
        self._pattern = re.compile("|".join([f"({labels})", *(f"({pattern})" for _, pattern, _ in found)]))

    def occurs_in(self, text: str) -> bool:
        return any(needle in text for needle in self._needles)

    def replace(self, text: str) -> str:
        return self._pattern.sub(self._label_of, text)

    def _label_of(self, match: re.Match[str]) -> str:
        group = match.lastindex or 1
        return match.group() if group == 1 else _label(self._names[group - 2])


def _gather(value: object, texts: list[str]) -> None:
    if isinstance(value, str):
        texts.append(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _gather(key, texts)
            _gather(inner, texts)
    elif isinstance(value, list | tuple):
        for inner in value:
            _gather(inner, texts)


def _label(name: str) -> str:
    return f"«secret:{name}»"


def _shapes(value: str) -> set[str]:
    """Every shape in which the value may stand in a text."""
    shapes: set[str] = set()
    for form in {value, unicodedata.normalize("NFC", value), unicodedata.normalize("NFD", value)}:
        shapes.update((form, repr(form)[1:-1]))
        shapes.update(json.dumps(form, ensure_ascii=plain)[1:-1] for plain in (True, False))
        shapes.update(_escaped_for_html(form))
        shapes.update(_escaped_for_urls(form))
        shapes.update(_in_base64(form.encode("utf-8", "surrogatepass")))
    return {shape for shape in shapes if len(shape) >= _SHORT}


def _escaped_for_html(value: str) -> Iterator[str]:
    escaped = html.escape(value)
    yield escaped
    yield html.escape(value, quote=False)
    yield escaped.replace("&#x27;", "&#39;")
    yield escaped.replace("&#x27;", "&apos;")
    yield escaped.replace("&#x27;", "&#39;").replace("&quot;", "&#34;")


def _escaped_for_urls(value: str) -> Iterator[str]:
    raw = value.encode("utf-8", "surrogatepass")
    for encoded in (
        quote(raw, safe=""),
        quote(raw),
        quote_plus(raw),
        quote(raw, _COMPONENT_SAFE),
        quote(raw, _URI_SAFE),
    ):
        yield encoded
        yield re.sub(r"%[0-9A-F]{2}", lambda code: code.group().lower(), encoded)
    yield quote(quote(raw, safe=""), safe="")


def _in_base64(raw: bytes) -> Iterator[str]:
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        encoded = encode(raw).decode()
        yield encoded
        yield encoded.rstrip("=")


def _base64_cores(value: str) -> Iterable[str]:
    """The characters that base64 shows for the value whatever stands before and behind it.

    Three bytes become four characters, so the value can lie in three ways; characters that mix bits
    of the value with bits of its neighbours are left out here and taken along by the search.
    """
    raw = value.encode("utf-8", "surrogatepass")
    for before in range(3):
        first = (before * 8 + 5) // 6
        last = (before + len(raw)) * 8 // 6
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            core = encode(b"\0" * before + raw).decode()[first:last]
            if len(core) >= _BASE64_CORE:
                yield core
