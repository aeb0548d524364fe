"""A mock site: records, sessions, switches and pages put together into one FastAPI app.

A site's own module gives a `Blueprint`, makes a `Site` from it, adds its pages to `site.app`, and
returns that app from `create_app`. Every site has these control paths, linked from no page:

    GET  /__state            all records, and `counters`
    POST /__reset            back to the first start: records, counters, sessions, switches
    GET  /__switches         POST changes those that it names
    GET  /__truth?skin=N     the CSS selector of each logical control in that skin, null if it is removed
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from clerkwork.fixtures_sites.controls import add_control_paths
from clerkwork.fixtures_sites.faults import FaultMiddleware
from clerkwork.fixtures_sites.records import Records, Seed
from clerkwork.fixtures_sites.sessions import NotSignedInError, Session, Sessions, may_sign_in
from clerkwork.fixtures_sites.skins import Skin, SkinMiddleware, UnknownSkinError, wanted_skin
from clerkwork.fixtures_sites.switches import SwitchBoard

Truth = Callable[[Skin], Mapping[str, str | None]]


@dataclass(frozen=True)
class Blueprint:
    """What a site brings along. `package` is where its `templates/` folder lies."""

    name: str
    package: str
    schema: str
    seed: Seed
    skins: Mapping[int, Skin]
    truth: Truth
    sign_in_path: str = "/login"


class Site:
    """One running mock site; its pages are added to `app` by the site's module."""

    def __init__(self, blueprint: Blueprint, database: Path | None = None) -> None:
        self.blueprint = blueprint
        self.records = Records(blueprint.schema, blueprint.seed, database)
        self.sessions = Sessions(blueprint.name)
        self.switches = SwitchBoard()
        self.pages = Environment(
            loader=PackageLoader(blueprint.package),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
        )
        self.app = FastAPI(title=blueprint.name, docs_url=None, redoc_url=None, openapi_url=None)
        self.app.add_middleware(SkinMiddleware, cookie=self._skin_cookie, skins=blueprint.skins)
        self.app.add_middleware(FaultMiddleware, switches=self.switches, sessions=self.sessions)
        self.app.add_exception_handler(NotSignedInError, self._to_sign_in)
        self.app.add_exception_handler(UnknownSkinError, _no_such_skin)
        add_control_paths(self)

    def clock(self) -> datetime:
        """The site's time: the switched one, else the real one, to the second."""
        return self.switches.now.clock or datetime.now().replace(microsecond=0)

    def skin(self, request: Request) -> Skin:
        """The skin of this request. Raises UnknownSkinError, which answers 404."""
        number = wanted_skin(request, self._skin_cookie, self.switches.now.skin)
        return self.numbered_skin(number)

    def numbered_skin(self, number: int) -> Skin:
        if number not in self.blueprint.skins:
            known = ", ".join(map(str, self.blueprint.skins))
            raise UnknownSkinError(f"{self.blueprint.name} has no skin {number}; it has {known}")
        return self.blueprint.skins[number]

    def render(self, request: Request, template: str, **context: object) -> str:
        """A template's text, which has `skin`, `clock`, `switches` and `request` beside the context."""
        return self.pages.get_template(template).render(
            context, skin=self.skin(request), clock=self.clock(), request=request, switches=self.switches.now
        )

    def page(self, request: Request, template: str, status: int = 200, **context: object) -> HTMLResponse:
        """Answers with a rendered template, and with the surprise dialog if one is waiting."""
        return HTMLResponse(self._with_surprise(self.render(request, template, **context)), status)

    def session(self, request: Request) -> Session:
        """The request's session. Raises NotSignedInError, which answers with a redirect to the sign-in page."""
        return self.sessions.of(request)

    def sign_in(self, response: Response, user: str, password: str) -> bool:
        """Opens a session on the response if the password is right; counts `logins` or `refused_logins`."""
        if not may_sign_in(user, password):
            self.records.count("refused_logins")
            return False
        self.sessions.open(response, user)
        self.records.count("logins")
        self.records.count("sessions_opened")
        return True

    def commit(self, request: Request, counter: str) -> None:
        """Tells that this request has just stored a change that must not happen twice."""
        request.state.committed = True
        self.records.count(counter)

    def state(self) -> dict[str, object]:
        return self.records.state() | {
            "open_sessions": len(self.sessions),
            "overlapping_requests": self.sessions.overlapping,
        }

    def reset(self) -> None:
        self.records.reset()
        self.sessions.reset()
        self.switches.reset()

    @property
    def _skin_cookie(self) -> str:
        return f"{self.blueprint.name}_skin"

    def _with_surprise(self, page: str) -> str:
        surprise = self.switches.take("surprise_dialog")
        if not surprise:
            return page
        text = surprise if isinstance(surprise, str) else "Your password will expire in 3 days."
        script = f"<script>alert({json.dumps(text).replace('<', chr(92) + 'u003c')})</script>"
        anchor = "</body>" if "</body>" in page else "</head>"
        return page.replace(anchor, script + anchor, 1)

    async def _to_sign_in(self, request: Request, _: Exception) -> Response:
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"{self.blueprint.sign_in_path}?ReturnUrl={quote(asked)}", 302)


async def _no_such_skin(_: Request, error: Exception) -> Response:
    return HTMLResponse(str(error), 404)
