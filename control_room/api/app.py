"""The application: routes, what errors become, and who asked for what in the log."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from loguru import logger

from clerkwork.bots.errors import BotInvalid
from clerkwork.control_room.api.desk import Desk
from clerkwork.control_room.api.evidence import evidence
from clerkwork.control_room.api.health import health
from clerkwork.control_room.api.items import items
from clerkwork.control_room.api.jobs import jobs
from clerkwork.control_room.api.questions import questions
from clerkwork.control_room.api.schedules import schedules
from clerkwork.control_room.api.words import Trouble
from clerkwork.control_room.errors import (
    BotUnknown,
    ControlRoomError,
    JobRefused,
    JobUnknown,
    KeyUsed,
    RunUnknown,
)
from clerkwork.runner.errors import ApplicationException, NothingToSettle, Refused

_STATUS = {
    BotUnknown: 404,
    JobUnknown: 404,
    RunUnknown: 404,
    JobRefused: 422,
    KeyUsed: 409,
    NothingToSettle: 409,
    ApplicationException: 503,
}

_TROUBLES: dict[int | str, dict[str, Any]] = {
    401: {"model": Trouble, "description": "no valid token"},
    403: {"model": Trouble, "description": "the token's role may not"},
    404: {"model": Trouble, "description": "not there"},
    409: {"model": Trouble, "description": "not as things stand"},
    422: {"model": Trouble, "description": "cannot be done like this"},
    503: {"model": Trouble, "description": "the store does not answer"},
}

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def application(desk: Desk) -> FastAPI:
    """The API of a control room. Its documentation is the OpenAPI document; no page loads foreign scripts."""
    app = FastAPI(
        title="Clerkwork control room",
        version=version("clerkwork"),
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.desk = desk
    api = APIRouter(prefix="/api", responses=_TROUBLES)
    for router in (jobs, items, questions, schedules, evidence, health):
        api.include_router(router)
    app.include_router(api)
    for kind, status in _STATUS.items():
        app.add_exception_handler(kind, _refusal(status))
    app.add_exception_handler(BotInvalid, _faulty_bot)
    app.middleware("http")(_logged)
    return app


def _refusal(status: int) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def refuse(request: Request, error: Exception) -> Response:
        assert isinstance(error, ControlRoomError | ApplicationException | Refused)
        return JSONResponse({"detail": error.why, "hint": error.hint}, status)

    return refuse


async def _faulty_bot(request: Request, error: Exception) -> Response:
    return JSONResponse(
        {"detail": str(error), "hint": "repair the bot; 'clerkwork lint' names its faults"}, 409
    )


async def _logged(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    began = time.monotonic()
    response = await call(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    facts = {"method": request.method, "path": request.url.path, "status": response.status_code}
    took = round((time.monotonic() - began) * 1000)
    logger.bind(**facts, ms=took).log("INFO" if response.status_code < 500 else "ERROR", "request")
    return response
