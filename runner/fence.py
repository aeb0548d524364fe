"""Lets nothing out of the browser while a commit is done, unless the right to do it is still ours.

A machine can fall asleep between the press and the request that comes of it: the press was allowed, but by the
time the machine wakes, another worker may have done the work. So the last look at the clock is when the request
is about to leave.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from playwright.async_api import BrowserContext, Route
from playwright.async_api import Error as PlaywrightError

from clerkwork.runner.errors import Fenced

_EVERYTHING = "**/*"


@dataclass
class Fence:
    """The fence around a context's requests; `check_right` raises Fenced when they may not leave.

    Once it is up it stays for as long as the context, and lets everything pass between commits: when interception
    is switched off, requests that are about to be intercepted are never sent (tried with Playwright 1.65 and
    Chromium 150), and the page that was to show what was committed never comes.
    """

    context: BrowserContext
    check_right: Callable[[], Awaitable[None]]
    _up: bool = False
    _shut: bool = False
    _stopped: list[Fenced] = field(default_factory=list)

    @asynccontextmanager
    async def shut(self) -> AsyncIterator[None]:
        """Every request asks first. Raises Fenced when one was stopped, whatever else went wrong."""
        if not self._up:
            await self.context.route(_EVERYTHING, self._ask)
            self._up = True
        self._shut = True
        try:
            yield
        finally:
            self._shut = False
            if self._stopped:
                raise self._stopped[0]

    async def _ask(self, route: Route) -> None:
        with contextlib.suppress(PlaywrightError):  # the page, or the whole context, may be gone meanwhile
            try:
                if self._shut:
                    await self.check_right()
            except Fenced as fault:
                self._stopped.append(fault)
                await route.abort()
            else:
                await route.continue_()
