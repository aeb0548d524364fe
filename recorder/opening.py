"""The browser that is watched: one of our own, or one that somebody else started."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from playwright.async_api import BrowserContext, Playwright, async_playwright

from clerkwork.browser.launch import attach, launch
from clerkwork.recorder.order import Order

VIEWPORT = (1280, 900)
"""Size of the page area in a browser of our own, CSS px."""


@contextlib.asynccontextmanager
async def running(playwright: Playwright | None) -> AsyncIterator[Playwright]:
    """The driver that was given, or one of our own."""
    if playwright:
        yield playwright
        return
    async with async_playwright() as started:
        yield started


@contextlib.asynccontextmanager
async def opened(playwright: Playwright, order: Order, stop: asyncio.Event) -> AsyncIterator[BrowserContext]:
    """Where the person works; `stop` is set when it is gone. Raises BrowserError."""
    if order.connect:
        async with attach(playwright, order.connect) as context:
            if context.browser:
                context.browser.on("disconnected", lambda _: stop.set())
            yield context
        return
    async with launch(playwright, headless=order.headless) as browser:
        browser.on("disconnected", lambda _: stop.set())
        context = await browser.new_context(viewport={"width": VIEWPORT[0], "height": VIEWPORT[1]})
        context.on("page", lambda page: page.on("close", lambda _: _stop_if_last(context, stop)))
        yield context


async def wants_toolbar(order: Order, context: BrowserContext) -> bool:
    """Without a window it would only be in the way."""
    if order.toolbar is not None:
        return order.toolbar
    if order.headless or context.browser is None:
        return False
    session = await context.browser.new_browser_cdp_session()
    told = await session.send("Browser.getVersion")
    await session.detach()
    return "Headless" not in told["userAgent"]


def _stop_if_last(context: BrowserContext, stop: asyncio.Event) -> None:
    if not context.pages:
        stop.set()
