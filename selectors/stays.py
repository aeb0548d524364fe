"""How often each property of an element stays when its page is redesigned. Pure.

The scorer turns these rates into weights: a property that nearly always stays speaks against an element
where it differs, one that changes with every release says little. The defaults lie between what research
counted over relocated elements of public pages (text and name stay in 95 %, ids in 87 %, classes in 80 %;
Nass et al., "Similarity-based Web Element Localization for Robust Test Automation", TOSEM 2023) and what the development set of
`benchmarks/relocation.py` shows over several years (words 82 %, address 77 %, name 76 %, id 37 %). Each
confirmed heal of a system adds to the counts of that system.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

DEFAULTS: Mapping[str, float] = MappingProxyType(
    {"words": 0.85, "leads": 0.75, "id": 0.50, "name": 0.75, "picture": 0.75}
)
"""P(the property is the same | the same element, and the property was there when it was recorded)."""

PRIOR_CASES = 20
"""A default counts as much as this many confirmed elements, so a handful of odd ones does not overturn it."""


@dataclass(frozen=True)
class Stays:
    """P(a property is still the same | it is the same element), by the name of the property."""

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
