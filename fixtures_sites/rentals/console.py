"""The rental console as its pages see it: the site, its screens, and how a page is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from clerkwork.fixtures_sites.rentals.lending import Refusal
from clerkwork.fixtures_sites.rentals.screen import Screen, Screens, hidden
from clerkwork.fixtures_sites.rentals.viewstate import PostbackError
from clerkwork.fixtures_sites.sessions import Session
from clerkwork.fixtures_sites.site import Site

_LOGOS = {
    "classic": '<rect width="36" height="36" fill="#ffffff"/><rect x="5" y="8" width="26" height="16" fill="#5d7b9d"/>'
    '<rect x="13" y="26" width="10" height="3" fill="#5d7b9d"/>',
    "green": '<circle cx="18" cy="18" r="17" fill="#ffffff"/><path d="M8 19 l7 7 l13 -15" stroke="#1f5a3c" '
    'stroke-width="4" fill="none"/>',
    "material": '<rect x="4" y="4" width="28" height="28" rx="14" fill="#ffc107"/>',
    "cards": '<path d="M18 2 L34 18 L18 34 L2 18 Z" fill="#00897b"/>',
}


@dataclass(frozen=True)
class Console:
    """What every page module gets."""

    site: Site
    screens: Screens

    def screen(self, request: Request, session: Session | None, **data: object) -> Screen:
        return self.screens.new(request, session, self.site.skin(request), **data)

    def context(self, session: Session | None, screen: Screen) -> dict[str, object]:
        """What every template of the console reads."""
        return {"s": screen, "user": session.user if session else "", "hidden": hidden, "logo": _logo(screen)}

    def show(
        self, request: Request, session: Session | None, template: str, screen: Screen, **context: object
    ) -> HTMLResponse:
        """Answers with a page; its view is whatever `screen` holds."""
        return self.site.page(request, template, 200, **(self.context(session, screen) | context))

    def show_fault(self, request: Request, error: Exception) -> Response:
        """The server's own error page, as ASP.NET shows it to everybody when nobody turned it off."""
        return self.site.page(
            request, "server_error.html", 500, fault=str(error), kind=f"System.Web.{type(error).__name__}"
        )


def add_fault_page(console: Console) -> None:
    async def shown(request: Request, error: Exception) -> Response:
        return console.show_fault(request, error)

    console.site.app.add_exception_handler(PostbackError, shown)


def said(screen: Screen, refusal: Refusal) -> str:
    """A refusal in the words of the screen's skin."""
    return screen.text(refusal.message, **refusal.values)


def _logo(screen: Screen) -> Callable[[], Markup]:
    drawing = _LOGOS[screen.skin.style]
    return lambda: Markup(f'<svg class="mark" width="36" height="36" viewBox="0 0 36 36">{drawing}</svg>')  # noqa: S704  # our own drawing
