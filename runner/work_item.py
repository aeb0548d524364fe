"""A work item as a run is given it: one row of work, and the right to do it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clerkwork.runner.commits import Commits
from clerkwork.runner.lease import Lease

if TYPE_CHECKING:
    from clerkwork.runner.store.database import Store


@dataclass(frozen=True)
class WorkItem:
    """Row `number` (from 1) of a batch; `values` are what expressions see as `item`. `begin` is told
    the run before it does anything; it raises Fenced when the item is somebody else's by now."""

    batch: str
    number: int
    values: Mapping[str, Any]
    lease: Lease
    commits: Commits
    store: Store
    begin: Callable[[str], Awaitable[None]]
