"""The right to work on something that others would take over if they thought that we were dead."""

from __future__ import annotations

from typing import Protocol


class Lease(Protocol):
    """Held for a while and renewed. `former_runs` are those of earlier holders: they act no more."""

    @property
    def former_runs(self) -> frozenset[str]: ...

    async def check(self) -> None:
        """Return at once while the lease is fresh; one that is not is renewed first. Raises Fenced when it is
        somebody else's by now."""


class Alone:
    """Nobody else would do this work."""

    former_runs: frozenset[str] = frozenset()

    async def check(self) -> None: ...
