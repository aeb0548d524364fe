"""How often each property of an element stays when its page is redesigned. Pure.

The scorer turns these into weights: a property that nearly always stays speaks against an element where it
differs; one that changes with every release says little. The defaults are what was counted over published
relocations of public pages; each confirmed heal of a system adds to the counts of that system.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

# Text, name, id, class and position as counted in the research on element relocation that Similo (Nass et
# al., TOSEM 2023) rests on; the others are set beside their like: a label or title is text, a form is an id.
DEFAULTS: Mapping[str, float] = MappingProxyType(
    {
        "words": 0.95,
        "icon": 0.80,
        "key": 0.87,
        "effect": 0.80,
        "class": 0.80,
        "place": 0.80,
        "surroundings": 0.80,
    }
)

PRIOR_CASES = 20
"""A default counts as much as this many confirmed elements, so a handful of odd ones does not overturn it."""


@dataclass(frozen=True)
class Stays:
    """P(a property still agrees | it is the same element), by the name of the property."""

    rates: Mapping[str, float] = field(default_factory=lambda: DEFAULTS)

    def of(self, name: str) -> float:
        """Raises KeyError for a property that the scorer does not know."""
        return self.rates[name]

    def learned(self, counts: Mapping[str, tuple[int, int]]) -> Stays:
        """With what was counted on one system: how often each property stayed, and how often it changed.

        The mean of a Beta distribution whose prior is worth PRIOR_CASES cases. Names that the scorer does
        not know are left out: a newer version may have written the file.
        """
        learned = dict(self.rates)
        for name, (stayed, changed) in counts.items():
            if name in learned:
                seen = stayed + changed + PRIOR_CASES
                learned[name] = (stayed + learned[name] * PRIOR_CASES) / seen
        return Stays(MappingProxyType(learned))
