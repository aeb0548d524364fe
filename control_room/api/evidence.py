"""Runs on this machine, their reports and pictures."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from clerkwork.control_room.api.access import AtDesk, Auditor
from clerkwork.control_room.api.words import Limit, NamePath
from clerkwork.evidence.run_folder import RunInfo

evidence = APIRouter(tags=["runs"])

SEALED_OFF = {
    "Content-Security-Policy": "sandbox allow-scripts; default-src 'none'; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline'; img-src data:; font-src data:"
}
"""A report shows what stood on a console's pages; it gets no access to this site."""


@evidence.get("/runs")
def list_runs(desk: AtDesk, who: Auditor, limit: Limit = 100) -> list[str]:
    """Names of runs, the newest first."""
    return desk.runs.names(limit)


@evidence.get("/runs/{run}")
def show_run(desk: AtDesk, who: Auditor, run: NamePath) -> RunInfo:
    """What run.json holds."""
    return desk.runs.info(run)


@evidence.get("/runs/{run}/report", response_class=HTMLResponse)
def show_report(desk: AtDesk, who: Auditor, run: NamePath) -> HTMLResponse:
    """The report as one page, pictures inside."""
    return HTMLResponse(desk.runs.report(run), headers=SEALED_OFF)


@evidence.get("/runs/{run}/pictures/{digest}", responses={200: {"content": {"image/png": {}}}})
def show_picture(desk: AtDesk, who: Auditor, run: NamePath, digest: NamePath) -> Response:
    """A picture by the SHA-256 that the journal names."""
    return Response(desk.runs.picture(run, digest), media_type="image/png")
