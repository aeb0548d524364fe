"""The service desk as a site: the framework's sessions, switches and pages around the desk's own store."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from fastapi import Request

from clerkwork.fixtures_sites.service_desk.icons import icon
from clerkwork.fixtures_sites.service_desk.seed import stamp
from clerkwork.fixtures_sites.service_desk.skins import SKINS, DeskSkin
from clerkwork.fixtures_sites.service_desk.store import SCHEMA, Store, seed
from clerkwork.fixtures_sites.service_desk.truth import truth
from clerkwork.fixtures_sites.site import Blueprint, Site, Truth

PACKAGE = "clerkwork.fixtures_sites.service_desk"


class ServiceDesk(Site):
    """One running service desk. `store` holds its tickets."""

    def __init__(self, database: Path | None = None) -> None:
        # The desk's truth also names the frame of each control, which the framework passes on as JSON.
        super().__init__(
            Blueprint("service_desk", PACKAGE, SCHEMA, seed, SKINS, cast(Truth, truth)), database
        )
        self.store = Store(self.records)
        self.pages.globals["icon"] = icon

    def look(self, request: Request) -> DeskSkin:
        """The skin of this request, with what only the desk's skins know."""
        return SKINS[self.skin(request).number]

    def now(self) -> str:
        """The desk's time as it is written into tickets."""
        return stamp(self.clock())

    def state(self) -> dict[str, object]:
        """Tickets as nested objects; the bytes of attachments stay out."""
        counters = self.records.state()["counters"]
        return {
            "tickets": self.store.state(),
            "counters": counters,
            "open_sessions": len(self.sessions),
            "overlapping_requests": self.sessions.overlapping,
        }
