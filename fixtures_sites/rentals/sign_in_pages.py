"""Sign in and out; with the switch `changed_sign_in` in two steps with other fields."""

from __future__ import annotations

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from clerkwork.fixtures_sites.rentals.console import Console


def add_sign_in_pages(console: Console) -> None:
    app, site = console.site.app, console.site

    @app.get("/")
    async def index() -> Response:
        return RedirectResponse("/devices", 302)

    @app.get("/login")
    async def ask(request: Request) -> Response:
        return_to = request.query_params.get("ReturnUrl", "")
        return _ask(console, request, "account" if site.switches.now.changed_sign_in else "plain", return_to)

    @app.post("/login")
    async def sign_in(request: Request) -> Response:
        posted = await console.screens.read(request, None)
        return_to, step = str(posted.view.data["return_to"]), str(posted.view.data["step"])
        if posted.control == "login.next":
            return _ask(console, request, "secret", return_to, posted.field("login.logon_name"))
        if step == "secret":
            user, password = str(posted.view.data["account"]), posted.field("login.secret")
        else:
            user, password = posted.field("login.user"), posted.field("login.password")
        response = RedirectResponse(_own_path(return_to), 302)
        if site.sign_in(response, user, password):
            return response
        return _ask(console, request, "account" if step == "secret" else "plain", return_to, refused=True)

    @app.get("/logout")
    async def sign_out(request: Request) -> Response:
        response = RedirectResponse("/login", 302)
        site.sessions.close(request, response)
        return response


def _ask(
    console: Console, request: Request, step: str, return_to: str, account: str = "", *, refused: bool = False
) -> Response:
    screen = console.screen(request, None, step=step, return_to=return_to, account=account)
    return console.show(request, None, "login.html", screen, step=step, refused=refused)


def _own_path(asked: str) -> str:
    """Where to go after signing in: a path of this site, never another site's."""
    return asked if asked.startswith("/") and not asked.startswith(("//", "/\\")) else "/devices"
