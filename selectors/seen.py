"""One element of a page as the page script reports it."""

from __future__ import annotations

from dataclasses import dataclass

from clerkwork.selectors.target import Box, Fingerprint


@dataclass(frozen=True)
class Seen:
    """One element: `token` finds it again in its frame for as long as it stays in the page."""

    token: str
    fingerprint: Fingerprint
    box: Box
    visible: bool
    enabled: bool
