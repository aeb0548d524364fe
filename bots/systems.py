"""Which system an address belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_GENERIC = re.compile(r"^(www\d*|localhost|[\d.]+|\[.*)$")


def origin_of(url: str) -> str | None:
    """`https://host:8443` of an address; None for about:blank and other pages that no server sent."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def system_name(url: str) -> str:
    """A name for the system at an address: the first telling part of its host, else `app`."""
    host = urlsplit(url).hostname or ""
    first = next((part for part in host.split(".") if not _GENERIC.match(part)), "")
    if _GENERIC.match(host) or re.fullmatch(r"[\d.:]+", host):
        first = ""
    name = re.sub(r"[^a-z0-9]+", "_", first.lower()).strip("_")
    return name if name and name[0].isalpha() else "app"


@dataclass
class Systems:
    """The systems of a recording, by name; an origin that nobody named gets a name when it is met."""

    urls: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, named: Mapping[str, str]) -> Systems:
        return cls({name: origin_of(url) or url for name, url in named.items()})

    def named(self, origin: str) -> str | None:
        """The name of the system at an origin, if it has one."""
        return next((name for name, url in self.urls.items() if url == origin), None)

    def name(self, origin: str) -> str:
        """The same, with a new name if need be."""
        known = self.named(origin)
        if known:
            return known
        wanted, number = system_name(origin), 2
        name = wanted
        while name in self.urls:
            name, number = f"{wanted}_{number}", number + 1
        self.urls[name] = origin
        return name

    def place(self, url: str) -> str | None:
        """`system:/path` of an address; None if no server sent it."""
        origin = origin_of(url)
        if origin is None:
            return None
        parts = urlsplit(url)
        tail = parts.path or "/"
        tail += f"?{parts.query}" if parts.query else ""
        tail += f"#{parts.fragment}" if parts.fragment else ""
        return f"{self.name(origin)}:{tail}"
