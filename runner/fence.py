"""Lets nothing out of the browser while a commit is done, unless the right to do it is still ours.

A machine can fall asleep between the press and the request that comes of it: the press was allowed, but by the
time the machine wakes, another worker may have done the work. So the last look at the clock is when the request
is about to leave.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Route

from clerkwork.runner.errors import Fenced
from clerkwork.runner.session import Session

_EVERYTHING = "**/*"


@asynccontextmanager
async def fenced(session: Session) -> AsyncIterator[None]:
    """Every request of the context asks first. Raises Fenced when one was stopped, whatever else went wrong."""
    stopped: list[Fenced] = []

    async def ask(route: Route) -> None:
        with contextlib.suppress(PlaywrightError):  # the page, or the whole context, may be gone meanwhile
            try:
                await session.check_right()
            except Fenced as fault:
                stopped.append(fault)
                await route.abort()
            else:
                await route.continue_()

    await session.context.route(_EVERYTHING, ask)
    try:
        yield
    finally:
        with contextlib.suppress(PlaywrightError):
            await session.context.unroute(_EVERYTHING, ask)
        if stopped:
            raise stopped[0]
