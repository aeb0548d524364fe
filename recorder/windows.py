"""Names for the windows of a browser: `main`, and those that steps open."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Page

from clerkwork.bots.naming import snake
from clerkwork.recorder.addresses import without_credentials, without_query
from clerkwork.recorder.events import AnyEvent, WindowOpened

Emit = Callable[[dict[str, Any]], object]
"""Takes an event in its JSON shape."""

_PLAIN = frozenset({"blank", "self", "parent", "top", "new", "popup", "window", ""})


@dataclass
class Windows:
    """Gives each page a name when it is first dealt with, and tells of new ones."""

    emit: Emit
    names: dict[Page, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    _announced: dict[Page, list[tuple[float, str]]] = field(default_factory=dict)

    def remember(self, events: Iterable[AnyEvent]) -> None:
        """Names of an earlier sitting are not given again, except `main`."""
        self.taken.update(one.window for one in events if isinstance(one, WindowOpened) and one.opener)

    def name(self, page: Page) -> str:
        """The name of a page; one that no page opened is named when something is done in it."""
        known = self.names.get(page)
        if known:
            return known
        name = "main" if "main" not in self.names.values() else self._free("tab")
        self._take(page, name, None, time.time())
        return name

    def announce(self, opener: Page, target_name: str) -> None:
        """A page asked for a window; it takes a while until the window is there."""
        self._announced.setdefault(opener, []).append((time.time(), target_name))

    def opened(self, opener: Page, popup: Page) -> None:
        """The window is there."""
        announced = self._announced.get(opener) or [(time.time(), "")]
        at, target_name = announced.pop(0)
        wanted = snake(target_name)
        usable = wanted not in _PLAIN and wanted[:1].isalpha()
        self._take(popup, self._free(wanted if usable else "popup"), self.name(opener), at)

    def _take(self, page: Page, name: str, opener: str | None, at: float) -> None:
        self.names[page] = name
        self.taken.add(name)
        url = without_query(without_credentials(page.url)) if opener else without_credentials(page.url)
        self.emit({"kind": "window_opened", "window": name, "opener": opener, "url": url, "at": at})

    def _free(self, wanted: str) -> str:
        name, number = wanted, 2
        while name in self.taken:
            name, number = f"{wanted}_{number}", number + 1
        return name
