"""Signing in and out. After a changed sign-in the form has other fields, and terms must be accepted."""

from __future__ import annotations

import secrets

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from clerkwork.fixtures_sites.service_desk.desk import ServiceDesk
from clerkwork.fixtures_sites.sessions import may_sign_in, site_password

_WRONG = "User name or password is wrong"
_CHANGED = "sso_"


def add_sign_in_pages(desk: ServiceDesk) -> None:
    """Adds `/login`, `/login/terms` and `/logout`."""
    waiting: dict[str, str] = {}

    def form(request: Request, refused: str = "") -> Response:
        prefix = _CHANGED if desk.switches.now.changed_sign_in else ""
        asked = _local(request.query_params.get("ReturnUrl", "/"))
        return desk.page(request, "sign_in.html", prefix=prefix, asked=asked, refused=refused)

    @desk.app.get("/login")
    async def ask(request: Request) -> Response:
        return form(request)

    @desk.app.post("/login")
    async def sign_in(request: Request) -> Response:
        skin, sent = desk.look(request), await request.form()
        changed = desk.switches.now.changed_sign_in
        prefix = _CHANGED if changed else ""
        user, password = (str(sent.get(prefix + skin.id(field), "")) for field in ("user_name", "password"))
        if changed and may_sign_in(user, password):
            key = secrets.token_hex(8)
            waiting[key] = user
            return desk.page(request, "terms.html", key=key, asked=_asked(request))
        answer = RedirectResponse(_asked(request), 303)
        return answer if desk.sign_in(answer, user, password) else form(request, _WRONG)

    @desk.app.post("/login/terms")
    async def accept(request: Request) -> Response:
        user = waiting.pop(str((await request.form()).get("key", "")), None)
        if user is None:
            return RedirectResponse("/login", 303)
        answer = RedirectResponse(_asked(request), 303)
        desk.sign_in(answer, user, site_password())
        return answer

    @desk.app.get("/logout")
    async def sign_out(request: Request) -> Response:
        answer = RedirectResponse("/login", 303)
        desk.sessions.close(request, answer)
        return answer


def _asked(request: Request) -> str:
    return _local(request.query_params.get("ReturnUrl", "/"))


def _local(address: str) -> str:
    """The address if it stays on this site, else the console."""
    return address if address.startswith("/") and not address.startswith(("//", "/\\")) else "/"
