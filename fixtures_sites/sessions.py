"""Sign-in sessions of a mock site, kept in memory under a HttpOnly cookie."""

from __future__ import annotations

import hmac
import os
import secrets
from dataclasses import dataclass, field

from fastapi import Request, Response

USER = "clerk"


def site_password() -> str:
    """The password of every mock site's one user."""
    return os.environ.get("CLERKWORK_SITE_PASSWORD", "clerk-pass-7")


def may_sign_in(user: str, password: str) -> bool:
    return user == USER and hmac.compare_digest(password.encode(), site_password().encode())


class NotSignedInError(Exception):
    """Raised when a page needs a session and the request has none; the site sends it to its sign-in page."""


@dataclass
class Session:
    """One signed-in browser; `data` is the site's own memory of it."""

    key: str
    user: str
    number: int = 0
    data: dict[str, object] = field(default_factory=dict)


class Sessions:
    """The open sessions of one site.

    The cookie carries the site's name because browsers share cookies over all ports of a host.
    """

    def __init__(self, site: str) -> None:
        self.cookie = f"{site}_session"
        self._open: dict[str, Session] = {}
        self._newest = 0
        self.overlapping = 0
        """Requests of a session after its user, of which a site has one, had opened a newer one."""

    def open(self, response: Response, user: str) -> Session:
        self._newest += 1
        session = Session(secrets.token_hex(12), user, self._newest)
        self._open[session.key] = session
        response.set_cookie(self.cookie, session.key, httponly=True, samesite="lax")
        return session

    def of(self, request: Request) -> Session:
        """The request's session. Raises NotSignedInError when it has none or an expired one."""
        session = self._open.get(request.cookies.get(self.cookie, ""))
        if session is None:
            raise NotSignedInError(request.url.path)
        self.overlapping += session.number < self._newest
        return session

    def close(self, request: Request, response: Response) -> None:
        self._open.pop(request.cookies.get(self.cookie, ""), None)
        response.delete_cookie(self.cookie)

    def expire(self, request: Request) -> None:
        self._open.pop(request.cookies.get(self.cookie, ""), None)

    def reset(self) -> None:
        self.expire_all()
        self._newest = self.overlapping = 0

    def expire_all(self) -> None:
        self._open.clear()

    def __len__(self) -> int:
        return len(self._open)
