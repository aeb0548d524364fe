"""The browser of a run: started once, and started anew for the next attempt when it died."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from playwright.async_api import Browser, async_playwright

from clerkwork.browser.launch import launch
from clerkwork.runner.options import RunOptions
from clerkwork.selectors.engine import register

NextBrowser = Callable[[], Awaitable[Browser]]


@asynccontextmanager
async def browsers(
    options: RunOptions, given: Browser | NextBrowser | None = None
) -> AsyncIterator[NextBrowser]:
    """Yields a coroutine function that gives the running browser, or another one if that is gone.

    A `given` browser belongs to the caller, who has registered the selector engine; it is never replaced.
    """
    if callable(given):
        yield given
        return
    if given is not None:

        async def same() -> Browser:
            return given

        yield same
        return
    async with async_playwright() as playwright, AsyncExitStack() as started:
        await register(playwright)
        running: list[Browser] = []
        one_at_a_time = asyncio.Lock()

        async def alive() -> Browser:
            async with one_at_a_time:
                if not running or not running[-1].is_connected():
                    browser = launch(playwright, headless=not options.headed, setting=options.browser)
                    running.append(await started.enter_async_context(browser))
                return running[-1]

        yield alive
