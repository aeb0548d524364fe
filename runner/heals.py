"""What a run remembers of its targets: which were healed, and which element each of them is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from clerkwork.selectors.target import Fingerprint, Target


@dataclass
class Heals:
    """`targets` are the healed ones by name, as they would be recorded today; `count` counts heals.

    `elements` gives, by token, the name of the target that an element was resolved to.
    """

    targets: dict[str, Target] = field(default_factory=dict)
    elements: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def taken_from(self, name: str, targets: Mapping[str, Target]) -> frozenset[str]:
        """Tokens of the elements that are already another target: two targets are never one element.

        Unless they were one when they were recorded, as a field that is filled and later checked.
        """
        mine = _identity(targets[name].fingerprint)
        return frozenset(
            token
            for token, other in self.elements.items()
            if other != name and _identity(targets[other].fingerprint) != mine
        )


def _identity(seen: Fingerprint) -> Fingerprint:
    """What does not change while a page is worked on."""
    return seen.model_copy(
        update={"box": None, "page": None, "near": (), "text": None, "row": (), "section": None}
    )
