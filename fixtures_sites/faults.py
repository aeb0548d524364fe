"""The faults of a site, acted out around its pages so that no page knows of them.

Every answer closes its connection: Chromium resends a request, a POST too, when a *reused*
connection drops before the answer, and a lost answer must not become a second submit that nobody
asked for.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from clerkwork.fixtures_sites.sessions import Sessions
from clerkwork.fixtures_sites.switches import SwitchBoard

if TYPE_CHECKING:
    from asyncio import Transport

_CLOSE = (b"connection", b"close")
_HEALTHY = ("/__", "/static/", "/favicon.ico")
"""Paths whose requests nobody counts on; a fault that acts once must not be spent on them."""
_MAINTENANCE = (
    "<h1>Maintenance</h1><p>The application is down for scheduled maintenance. Please try again later.</p>"
)
_ERROR = "<h1>Server Error</h1><p>500 - Internal server error. There is a problem with the resource.</p>"
_GATEWAY = "<h1>504 Gateway Time-out</h1><p>The server did not answer in time.</p>"


class DroppingProtocol(H11Protocol):
    """uvicorn's protocol that remembers its connections, so that a fault can cut one."""

    cuttable: ClassVar[dict[tuple[str, int], Transport]] = {}

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self.client:
            self.cuttable[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self.client:
            self.cuttable.pop(self.client, None)
        super().connection_lost(exc)


class FaultMiddleware:
    """Acts out the switched faults on every page; control paths (`/__...`) and static files stay healthy."""

    def __init__(self, app: ASGIApp, switches: SwitchBoard, sessions: Sessions) -> None:
        self._app = app
        self._switches = switches
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        closing = _closing(send)
        if scope["path"].startswith(_HEALTHY):
            await self._app(scope, receive, closing)
        else:
            await self._page(scope, receive, closing)

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        now = self._switches.now
        if now.maintenance:
            await _answer(send, 503, _MAINTENANCE)
            return
        if now.slow_ms:
            await asyncio.sleep(now.slow_ms / 1000)
        if now.weather and self._switches.drawn("slow"):
            await asyncio.sleep(now.weather.slow_ms / 1000)
        if self._switches.error_due(scope["path"]) or self._switches.drawn("error"):
            await _answer(send, 500, _ERROR)
            return
        if self._switches.take("expire_session"):
            self._sessions.expire_all()
        if self._switches.drawn("expire"):
            self._sessions.expire(Request(scope))
        if now.lose_answer_once or self._switches.drawn("lose"):
            await self._losing(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _losing(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Holds the answer back until it is known whether the request stored a commit."""
        held: list[Message] = []

        async def hold(message: Message) -> None:
            held.append(message)

        state = scope.setdefault("state", {})
        await self._app(scope, receive, hold)
        if not state.get("committed"):
            for message in held:
                await send(message)
        elif self._switches.take("lose_answer_once") == "504" or not await _drop(scope, receive):
            await _answer(send, 504, _GATEWAY)


def _closing(send: Send) -> Send:
    async def closing(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", []), _CLOSE]}
        await send(message)

    return closing


async def _drop(scope: Scope, receive: Receive) -> bool:
    """Cuts the request's connection without a byte of answer; False if another server holds it."""
    connection = DroppingProtocol.cuttable.get(tuple(scope.get("client") or ("", 0)))
    if connection is None:
        return False
    connection.close()
    message = await receive()
    while message["type"] != "http.disconnect":
        message = await receive()
    return True


async def _answer(send: Send, status: int, body: str) -> None:
    page = f"<!DOCTYPE html><html><head><title>{status}</title></head><body>{body}</body></html>".encode()
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(page)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": page})
