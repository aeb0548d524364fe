"""Who asks, and whether they may: a bearer token on every request, 401 without one, 403 without its role."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, HTTPException, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from clerkwork.control_room.api.desk import Desk
from clerkwork.control_room.health import PATIENCE
from clerkwork.control_room.tokens import Holder, Role
from clerkwork.runner.errors import ApplicationException

_bearer = HTTPBearer(auto_error=False, description="A token made with 'clerkwork token new'.")


def desk_of(request: Request) -> Desk:
    found: Desk = request.app.state.desk
    return found


AtDesk = Annotated[Desk, Depends(desk_of)]


async def holder_of(
    desk: AtDesk, credentials: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]
) -> Holder:
    """Whose token the request carries."""
    holder = await desk.tokens.holder(credentials.credentials) if credentials else None
    if holder is None:
        raise HTTPException(
            401, "a valid bearer token is needed", {"WWW-Authenticate": 'Bearer realm="clerkwork"'}
        )
    return holder


AnyHolder = Annotated[Holder, Depends(holder_of)]


async def maybe_holder(
    desk: AtDesk, credentials: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]
) -> Holder | None:
    """Whose token the request carries, where it carries one that may see what there is and the store can tell."""
    try:
        async with asyncio.timeout(PATIENCE):
            holder = await holder_of(desk, credentials)
    except (HTTPException, ApplicationException, TimeoutError):
        return None
    return holder if holder.role >= Role.viewer else None


MaybeHolder = Annotated[Holder | None, Depends(maybe_holder)]


def at_least(role: Role) -> Callable[[Holder], Awaitable[Holder]]:
    """A dependency: the holder, who has this role or one that may do more."""

    async def check(holder: AnyHolder) -> Holder:
        if holder.role < role:
            raise HTTPException(403, f"{holder.name} is {holder.role.name}; this needs {role.name}")
        return holder

    return check


Viewer = Annotated[Holder, Depends(at_least(Role.viewer))]
Auditor = Annotated[Holder, Depends(at_least(Role.auditor))]
Operator = Annotated[Holder, Depends(at_least(Role.operator))]


def may_trigger(holder: AnyHolder, bot: str) -> Holder:
    """An operator, or who has a trigger token for this bot."""
    if holder.role < Role.operator and not (holder.role is Role.trigger and holder.bot == bot):
        raise HTTPException(403, f"{holder.name} may not start {bot}")
    return holder


Trigger = Annotated[Holder, Depends(may_trigger)]
