"""Texts that are confidential by their shape: card numbers, IBANs, e-mail addresses, and a bot's own patterns.

A shape alone would black out order numbers, so cards and IBANs must also pass their check digits:

- `card`: 12 to 19 digits, single blanks or hyphens between them, with Luhn's check digit (ISO/IEC 7812-1).
- `iban`: two letters, two digits, 11 to 30 letters or digits, in groups or not, whose number is 1 modulo 97
  (ISO 13616, ISO 7064).
- `email`: something@host.tld, as people write it; the quoted forms of RFC 5322 are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of confidential text.

    Attributes:
        name: What stands in its place says it: `«redacted:card»`.
        shape: What to look for.
        extent: How much of a text of that shape really is one, in characters from its beginning.
    """

    name: str
    shape: re.Pattern[str]
    extent: Callable[[str], int] = len

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where such texts stand: start and end, in characters."""
        for found in self.shape.finditer(text):
            if extent := self.extent(found.group()):
                yield found.start(), found.start() + extent

    def rule(self, text: str) -> str:
        """The text with every such text replaced, for `redact.Redactor`."""
        return self.shape.sub(self._labelled, text)

    def _labelled(self, found: re.Match[str]) -> str:
        extent = self.extent(found.group())
        return f"«redacted:{self.name}»{found.group()[extent:]}" if extent else found.group()


def patterns_of(wanted: Iterable[str]) -> tuple[Pattern, ...]:
    """The patterns by name, or by a regular expression of one's own.

    Raises:
        re.error: an expression cannot be read.
    """
    return tuple(_KNOWN.get(one) or Pattern("custom", re.compile(one)) for one in wanted)


def spans_of(patterns: Iterable[Pattern], text: str) -> list[tuple[int, int]]:
    """Where any of the patterns holds."""
    return [span for pattern in patterns for span in pattern.spans(text)]


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is Luhn's check digit of those before; other characters do not count."""
    numbers = [int(digit) for digit in reversed(digits) if digit.isdigit()]
    doubled = (2 * number for number in numbers[1::2])
    total = sum(numbers[::2]) + sum(number - 9 if number > 9 else number for number in doubled)
    return len(set(numbers)) > 1 and total % 10 == 0


def passes_mod_97(iban: str) -> bool:
    """Whether an IBAN's check digits fit; blanks do not count."""
    plain = "".join(iban.split()).upper()
    moved = plain[4:] + plain[:4]
    return int("".join(str(int(letter, 36)) for letter in moved)) % 97 == 1


def _card(text: str) -> int:
    return len(text) if passes_luhn(text) else 0


def _iban(text: str) -> int:
    """The longest beginning that is one: the words that follow have the shape of further groups."""
    ends = (end for end in range(len(text), 14, -1) if not text[end : end + 1].isalnum())
    return next((end for end in ends if text[end - 1].isalnum() and passes_mod_97(text[:end])), 0)


_KNOWN = {
    "card": Pattern(
        "card",
        re.compile(r"(?<![A-Za-z\d])(?<!\d[ -])\d(?:[ \u00a0-]?\d){11,18}(?![A-Za-z\d])(?!-\d)", re.ASCII),
        _card,
    ),
    "iban": Pattern(
        "iban",
        re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]){11,30}(?!\w)", re.ASCII | re.IGNORECASE),
        _iban,
    ),
    "email": Pattern("email", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}")),
}
