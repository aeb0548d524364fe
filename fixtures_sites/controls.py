"""The control paths that tests use and no page links to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import ValidationError

if TYPE_CHECKING:
    from clerkwork.fixtures_sites.site import Site


def add_control_paths(site: Site) -> None:
    """Adds `/__state`, `/__reset`, `/__switches` and `/__truth` to the site's app."""
    app = site.app

    @app.get("/__state")
    async def state() -> JSONResponse:
        return JSONResponse(site.state())

    @app.post("/__reset")
    async def reset() -> JSONResponse:
        site.reset()
        return JSONResponse(site.state())

    @app.get("/__switches")
    async def switches() -> JSONResponse:
        return JSONResponse(site.switches.now.model_dump(mode="json"))

    @app.post("/__switches")
    async def change_switches(request: Request) -> JSONResponse:
        try:
            changes = await request.json()
            site.numbered_skin(int(changes.get("skin", 1)))
            now = site.switches.change(changes)
        except (ValidationError, ValueError, AttributeError, TypeError) as fault:
            return JSONResponse({"fault": _sentence(fault)}, 422)
        return JSONResponse(now.model_dump(mode="json"))

    @app.get("/__truth")
    async def truth(skin: int = 1) -> JSONResponse:
        return JSONResponse(dict(site.blueprint.truth(site.numbered_skin(skin))))


def _sentence(fault: Exception) -> str:
    if not isinstance(fault, ValidationError):
        return f"The switches must be a JSON object: {fault}"
    return "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in fault.errors())
