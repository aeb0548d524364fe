"""What the pages of a browser context are asking the network for, and whether it has gone quiet."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.async_api import BrowserContext, Frame, Page, Request, Response

LONG_POLL = 3.0
"""Seconds after which a request that is still open no longer counts: it is a long poll or a stream."""

NEVER_COUNTED = frozenset({"websocket", "eventsource", "ping", "media", "texttrack", "manifest"})


READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass
class Traffic:
    """Counts requests and navigations of every page of one context.

    `navigations` counts commits of documents in any frame; `server_fault` is the last document answered
    with a 5xx status since `forget_faults`; `foreign` the first document outside the allowed origins;
    `changed_something` tells that a request other than reading was sent; `broken` holds the windows that
    show an error instead of the console.
    """

    allowed: Callable[[str], bool]
    navigations: int = 0
    requests: int = 0
    server_fault: str | None = None
    unreachable: str | None = None
    foreign: str | None = None
    changed_something: bool = False
    broken: set[Page] = field(default_factory=set)
    _open: dict[Request, float] = field(default_factory=dict)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def watch(self, context: BrowserContext) -> None:
        """Start to listen, for pages that are there and pages to come."""
        context.on("request", self._started)
        context.on("requestfinished", self._ended)
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)
        context.on("page", self._watch_page)
        for page in context.pages:
            self._watch_page(page)

    def forget_faults(self) -> None:
        self.server_fault = None
        self.unreachable = None

    @property
    def counts(self) -> tuple[int, int]:
        """(navigations, requests) so far."""
        return self.navigations, self.requests

    @property
    def pending(self) -> list[Request]:
        """Requests under way that a page may be waiting for."""
        horizon = time.monotonic() - LONG_POLL
        return [
            request
            for request, since in self._open.items()
            if since > horizon or request.is_navigation_request()
        ]

    async def change(self, seconds: float) -> None:
        """Wait until something starts or ends, at most so long."""
        self._changed.clear()
        try:
            await asyncio.wait_for(self._changed.wait(), max(seconds, 0.001))
        except TimeoutError:
            return

    def _watch_page(self, page: Page) -> None:
        page.on("framenavigated", self._navigated)
        page.on("close", self._closed)

    def _started(self, request: Request) -> None:
        if request.resource_type in NEVER_COUNTED or request.url.startswith(("data:", "blob:")):
            return
        self.requests += 1
        self.changed_something |= request.method not in READING
        self._open[request] = time.monotonic()
        if request.is_navigation_request() and not self.foreign and not self.allowed(request.url):
            self.foreign = request.url
        self._changed.set()

    def _ended(self, request: Request) -> None:
        self._open.pop(request, None)
        self._changed.set()

    def _failed(self, request: Request) -> None:
        reason = request.failure or ""
        if request.is_navigation_request() and "ERR_ABORTED" not in reason:
            self.unreachable = f"{request.url} ({reason or 'no answer'})"
            self._note_document(request, sound=False)
        self._ended(request)

    def _answered(self, response: Response) -> None:
        if not response.request.is_navigation_request():
            return
        self._note_document(response.request, sound=response.status < 500)
        if response.status >= 500:
            self.server_fault = f"{response.status} {response.status_text} from {response.url}"
            self._changed.set()

    def _note_document(self, request: Request, *, sound: bool) -> None:
        page = _page_of(request)
        if page is None or request.frame is not page.main_frame:
            return
        if sound:
            self.broken.discard(page)
        else:
            self.broken.add(page)

    def _navigated(self, _frame: Frame) -> None:
        self.navigations += 1
        self._changed.set()

    def _closed(self, page: Page) -> None:
        for request in [request for request in self._open if _page_of(request) in (page, None)]:
            self._ended(request)


def _page_of(request: Request) -> Page | None:
    """The page that a request belongs to; None when its frame is already gone."""
    try:
        return request.frame.page
    except Exception:  # noqa: BLE001 - Playwright raises its bare Error for requests without a frame
        return None
