"""What pages ask their servers: whether they did after an act, and whether they signed in by basic credentials."""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Error, Request

from clerkwork.bots.systems import origin_of
from clerkwork.recorder.windows import Windows

REACTION = 3.0
"""Seconds after an act in which a request is taken for its effect."""


@dataclass
class Requests:
    """Notes a request of scripts once per act, and basic credentials once per origin; never their values."""

    windows: Windows
    spawn: Callable[[Coroutine[Any, Any, None]], object]
    _last_act: float = 0.0
    _signed_in: set[str] = field(default_factory=set)

    def after(self, act: float) -> None:
        """From now on, requests are effects of this act."""
        self._last_act = act

    def see(self, request: Request) -> None:
        if request.is_navigation_request():
            self.spawn(self._look_for_credentials(request))
        elif time.time() - self._last_act < REACTION and request.resource_type in ("xhr", "fetch"):
            self._note(request)

    def _note(self, request: Request) -> None:
        try:
            window = self.windows.name(request.frame.page)
        except Error:  # a service worker's request belongs to no page
            return
        self._last_act = 0.0
        self.windows.emit({"kind": "requested", "at": time.time(), "window": window})

    async def _look_for_credentials(self, request: Request) -> None:
        if origin_of(request.url) in self._signed_in:
            return
        try:
            header = await request.header_value("authorization")
        except Error:  # its page is gone
            return
        if header and header.lower().startswith("basic "):
            self.signed_in(request.url)

    def signed_in(self, url: str) -> None:
        """Basic credentials went along to this address."""
        origin = origin_of(url)
        if origin and origin not in self._signed_in:
            self._signed_in.add(origin)
            self.windows.emit({"kind": "signed_in", "at": time.time(), "origin": origin})
