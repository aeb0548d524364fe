"""Watches one page from the browser's side: navigations, dialogs, downloads, new windows.

Source of the rule that tells an address typed from a link followed: Chromium reports
`Page.frameRequestedNavigation` only for navigations that a page asked for; the address bar, a
bookmark and another client's `Page.navigate` go without.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Literal

from playwright.async_api import CDPSession, Error, Page

from clerkwork.recorder.addresses import without_credentials, without_query
from clerkwork.recorder.windows import Windows

How = Literal["address", "reload", "back", "forward", "history", "page", "timer"]
Shape = dict[str, Any]

_TIMERS = frozenset({"metaTagRefresh", "httpHeaderRefresh"})
_REACTION = 2.0
"""Seconds within which a page that called `history.back()` and its like is left."""


_LOOKS, _PAUSE = 20, 0.02


@dataclass(frozen=True)
class _Begun:
    at: float
    url: str
    how: How


def _way_from(left: str, place: int, urls: list[str]) -> int:
    """How far it is from the nearest entry with the address that was left; 0 if there is none."""
    known = [place - other for other, url in enumerate(urls) if url == left and other != place]
    return min(known, key=abs, default=0)


@dataclass
class PageWatch:
    """Turns what the browser tells of one page into events."""

    page: Page
    windows: Windows
    spawn: Callable[[Coroutine[Any, Any, None]], object]
    signed_in: Callable[[str], None] = lambda url: None
    downloads: bool = True
    popup: bool = False
    secret_typed: bool = False
    tainted: set[str] = field(default_factory=set)
    went_by_itself: float = 0.0
    _place: int = 0
    _url: str = ""
    _session: CDPSession | None = None
    _asked: dict[str, tuple[str, str]] = field(default_factory=dict)
    _begun: dict[str, _Begun] = field(default_factory=dict)
    _dialog: Shape | None = None
    _counted: int = 0
    _downloads: dict[str, Shape] = field(default_factory=dict)

    async def start(self, session: CDPSession) -> None:
        session.on("Page.frameRequestedNavigation", self._requested)
        session.on("Page.frameStartedNavigating", self._started)
        session.on("Page.frameNavigated", self._navigated)
        session.on("Page.navigatedWithinDocument", self._navigated_within)
        session.on("Page.javascriptDialogOpening", self._dialog_opening)
        session.on("Page.javascriptDialogClosed", self._dialog_closed)
        session.on("Page.windowOpen", self._window_open)
        if self.downloads:
            session.on("Page.downloadWillBegin", self._download_begins)
            session.on("Page.downloadProgress", self._download_goes_on)
        await session.send("Page.enable")
        self._session = session
        self._place, urls = await self._place_in_history()
        self._url = urls[self._place] if urls else ""

    def _emit(self, kind: str, at: float, **data: Any) -> None:
        self.windows.emit({"kind": kind, "at": at, "window": self.windows.name(self.page), **data})

    def _requested(self, told: Shape) -> None:
        self._asked[told["frameId"]] = (told["url"], told.get("reason", ""))

    def _started(self, told: Shape) -> None:
        frame, kind = told["frameId"], told.get("navigationType", "")
        asked = self._asked.pop(frame, None)
        url = without_credentials(told["url"])
        if url != told["url"]:
            self.signed_in(url)
        self._begun[told["loaderId"]] = _Begun(time.time(), url, self._how(kind, asked, told["url"]))

    def _how(self, kind: str, asked: tuple[str, str] | None, url: str) -> How:
        if asked and asked[0].partition("#")[0] == url.partition("#")[0]:
            return "timer" if asked[1] in _TIMERS else "page"
        if kind.startswith("reload"):
            return "reload"
        return "history" if kind.startswith(("history", "restore")) else "address"

    def _navigated(self, told: Shape) -> None:
        frame = told["frame"]
        url = without_credentials(frame["url"]) + frame.get("urlFragment", "")
        begun = self._begun.pop(frame["loaderId"], None) or self._begun_for(told)
        main = not frame.get("parentId")
        self.spawn(self._moved(begun, url, main))
        if begun is None or begun.how == "history" or url.startswith(("about:", "chrome")):
            return
        how: How = begun.how if main and not (self.popup and begun.how == "address") else "page"
        if begun.how == "timer":
            how = "timer"
        self.popup = False
        landed = url if begun.url != url else None
        keep = self._may_keep_query(how, begun.url, url)
        self._emit(
            "navigated",
            begun.at,
            url=begun.url if keep else without_query(begun.url),
            how=how,
            main=main,
            landed=without_query(landed) if landed and not keep else landed,
        )

    def _begun_for(self, told: Shape) -> _Begun | None:
        """A page that the browser had kept comes back under the name that it had when it was loaded."""
        if told.get("type") != "BackForwardCacheRestore":
            return None
        known = [loader for loader, begun in self._begun.items() if begun.how == "history"]
        return self._begun.pop(known[-1]) if known else None

    def _navigated_within(self, told: Shape) -> None:
        """Only what the browser itself began is known as begun: its buttons, and an address typed."""
        url = without_credentials(told["url"])
        known = [loader for loader, begun in self._begun.items() if begun.url == url]
        begun = self._begun.pop(known[-1]) if known else None
        self.spawn(self._moved(begun, url, main=True))
        if begun and begun.how == "address":
            self._emit("navigated", begun.at, url=url, how="address")

    async def _moved(self, begun: _Begun | None, url: str, main: bool) -> None:
        """Tells which way the person went through the history, by as many steps as it were.

        Who presses twice at once may have arrived when the first is looked up: the second is counted then.
        """
        left = self._url
        self._url = url if main else left
        place, urls = await self._place_in_history()
        moved, counted, self._place = place - self._place, self._counted, place
        self._counted = max(abs(moved) - 1, 0)
        if begun is None or begun.how != "history":
            return
        if not moved and counted:
            self._counted = counted - 1
            return
        by = moved or _way_from(left, place, urls)
        how: How = "back" if by < 0 else "forward" if by else "history"
        if abs(time.time() - self.went_by_itself) < _REACTION:
            how, by = "page", 1
        for _ in range(abs(by) or 1):
            self._emit("navigated", begun.at, url=without_query(url), how=how, main=main)

    async def _place_in_history(self) -> tuple[int, list[str]]:
        """Where the window is in its history, and that; between two documents nobody knows."""
        for _ in range(_LOOKS):
            try:
                assert self._session
                told = await self._session.send("Page.getNavigationHistory")
                return int(told["currentIndex"]), [entry["url"] for entry in told["entries"]]
            except Error:
                await asyncio.sleep(_PAUSE)
        return self._place, []

    def _may_keep_query(self, how: How, *urls: str) -> bool:
        """A form sent by GET puts what was typed, a password too, into the address: only typed ones are kept."""
        if how in ("page", "timer"):
            if self.secret_typed:
                self.tainted.update(urls)
            self.secret_typed = False
            return False
        return self.tainted.isdisjoint(urls)

    def _dialog_opening(self, told: Shape) -> None:
        self._dialog = {"at": time.time(), "type": told["type"], "message": told["message"]}
        self._emit("raised", at=self._dialog["at"], type=told["type"])

    def _dialog_closed(self, told: Shape) -> None:
        if self._dialog is None:
            return
        dialog, self._dialog = self._dialog, None
        text = told.get("userInput") if dialog["type"] == "prompt" and told["result"] else None
        self._emit("answered", accepted=told["result"], text=text, **dialog)

    def _window_open(self, told: Shape) -> None:
        self.windows.announce(self.page, told.get("windowName", ""))

    def _download_begins(self, told: Shape) -> None:
        self._downloads[told["guid"]] = {"at": time.time(), "name": told["suggestedFilename"]}

    def _download_goes_on(self, told: Shape) -> None:
        if told["state"] == "inProgress":
            return
        download = self._downloads.pop(told["guid"], None)
        if download and told["state"] == "completed":
            self._emit("downloaded", size=int(told.get("receivedBytes") or 0), **download)
