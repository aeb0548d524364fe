"""A skin: the same process after a redesign, as data that the templates read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from urllib.parse import parse_qs

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Skin:
    """How one release of a site looks.

    `labels` holds the words on the screen by logical name, `ids` the markup's ids by logical control,
    `layout` the template family. `removed` and `added` name logical controls that this release lacks or
    has beyond the first one.
    """

    number: int
    title: str
    layout: str = "classic"
    style: str = "classic"
    language: str = "en"
    labels: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()

    def label(self, name: str) -> str:
        """The words for a logical name. Raises KeyError if the skin has none."""
        return self.labels[name]

    def id(self, control: str) -> str:
        """The id of a logical control. Raises KeyError if the skin has none."""
        return self.ids[control]

    def has(self, control: str) -> bool:
        """Whether the control is on its page in this skin; one that only later skins add is not by default."""
        return control not in self.removed

    def adds(self, control: str) -> bool:
        return control in self.added

    def redesigned(
        self,
        number: int,
        title: str,
        *,
        labels: Mapping[str, str] = _NOTHING,
        ids: Mapping[str, str] = _NOTHING,
        layout: str | None = None,
        style: str | None = None,
        language: str | None = None,
        removed: Iterable[str] = (),
        added: Iterable[str] = (),
    ) -> Skin:
        """A later release: what is not named stays as it is here."""
        return replace(
            self,
            number=number,
            title=title,
            labels={**self.labels, **labels},
            ids={**self.ids, **ids},
            layout=layout or self.layout,
            style=style or self.style,
            language=language or self.language,
            removed=self.removed | set(removed),
            added=self.added | set(added),
        )


class UnknownSkinError(ValueError):
    """Raised when a request names a skin that the site does not have."""


def wanted_skin(request: Request, cookie: str, default: int) -> int:
    """The skin number of a request: its own `?skin=`, else its session's cookie, else the site's switch."""
    wanted = request.query_params.get("skin") or request.cookies.get(cookie) or str(default)
    try:
        return int(wanted)
    except ValueError:
        raise UnknownSkinError(f"skin={wanted!r} is not a number; give one such as ?skin=2") from None


class SkinMiddleware:
    """Keeps the `?skin=` of any request, answered with a page or a redirect, in that browser's cookie."""

    def __init__(self, app: ASGIApp, cookie: str, skins: Mapping[int, Skin]) -> None:
        self._app = app
        self._cookie = cookie
        self._known = {str(number) for number in skins}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        query = scope.get("query_string", b"").decode("latin-1")
        asked = parse_qs(query).get("skin", [""])[-1]

        async def keeping(message: Message) -> None:
            if message["type"] == "http.response.start":
                cookie = f"{self._cookie}={asked}; Path=/; SameSite=lax"
                MutableHeaders(scope=message).append("set-cookie", cookie)
            await send(message)

        kept = asked in self._known and not scope["path"].startswith("/__")
        await self._app(scope, receive, keeping if kept else send)
