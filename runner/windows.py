"""The windows of a run by name: `main`, and those that steps opened."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from playwright.async_api import BrowserContext, Page

from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import BrowserGone, WindowMissing


class Windows:
    """Knows which page is which. `tell(event, **data)` journals what opens and closes."""

    def __init__(self, context: BrowserContext, tell: Callable[..., Any]) -> None:
        self._context = context
        self._tell = tell
        self._named: dict[str, Page] = {}
        self._unnamed: list[Page] = []
        self._opened = asyncio.Event()
        self._crashed: str | None = None
        context.on("page", self._arrived)

    async def open(self, name: str) -> Page:
        """Open an empty window under this name (the first one is `main`)."""
        page = await self._context.new_page()
        self._unnamed.remove(page)
        self._named[name] = page
        return page

    def adopt(self, name: str, page: Page) -> None:
        """Give a page that is there a name."""
        if page in self._unnamed:
            self._unnamed.remove(page)
        self._named[name] = page

    def find(self, name: str) -> Page | None:
        """The open window of this name."""
        page = self._named.get(name)
        return None if page is None or page.is_closed() else page

    def get(self, name: str) -> Page:
        """The open window of this name; WindowMissing when there is none."""
        page = self.find(name)
        if page is None:
            state = "is closed" if name in self._named else "was never opened"
            raise WindowMissing(
                f"window {name!r} {state}; open are {', '.join(self.open_names()) or 'none'}",
                "look at the step that should open it, or at what closed it",
            )
        return page

    def check(self) -> None:
        """Raise BrowserGone when the process that draws a page died."""
        if self._crashed:
            raise BrowserGone(f"the page {self._crashed} crashed", "start the run again")

    def open_names(self) -> list[str]:
        return [name for name, page in self._named.items() if not page.is_closed()]

    def pages(self) -> list[Page]:
        """All open pages, named or not, the newest last."""
        return [page for page in (*self._named.values(), *self._unnamed) if not page.is_closed()]

    def name_of(self, page: Page) -> str | None:
        return next((name for name, known in self._named.items() if known is page), None)

    async def wait_new(self, name: str, deadline: Deadline) -> Page:
        """The window that the step just opened, under its name. A popup may already be closed again."""
        while not self._unnamed:
            self._opened.clear()
            try:
                await asyncio.wait_for(self._opened.wait(), max(deadline.left(), 0.001))
            except TimeoutError:
                raise WindowMissing(
                    f"the step should open window {name!r}, but none opened within {deadline.seconds:g} s",
                    "the console may block it, or open it in the same window now; re-record the step",
                ) from None
        page = self._unnamed.pop(0)
        self._named[name] = page
        self._tell("window.opened", name=name, url=page.url)
        return page

    def take_strays(self) -> list[str]:
        """Name windows that opened without being declared; returns the names."""
        names = []
        for page in self._unnamed:
            name = f"window{len(self._named) + 1}"
            self._named[name] = page
            self._tell("window.opened", name=name, url=page.url)
            names.append(name)
        self._unnamed.clear()
        return names

    def _arrived(self, page: Page) -> None:
        self._unnamed.append(page)
        page.on("close", self._left)
        page.on("filechooser", lambda _: None)  # listened to, so that no file dialog of the system opens
        page.on("crash", self._died)
        self._opened.set()

    def _died(self, page: Page) -> None:
        self._crashed = page.url
        self._tell("window.crashed", name=self.name_of(page) or "unnamed", url=page.url)

    def _left(self, page: Page) -> None:
        self._tell("window.closed", name=self.name_of(page) or "unnamed")
