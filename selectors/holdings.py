"""What the fields of a frame hold, for elements that the page script holds by token; and a press that is kept
from the page when they hold it no more."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from playwright.async_api import Frame

from clerkwork.selectors.engine import ask_for

_PATIENCE_MS = 2_000


async def holdings(frame: Frame, tokens: Sequence[str]) -> tuple[str, list[str | None]]:
    """The mark of the frame's document, and each field's text in one round trip; None for a field that is gone.

    Raises Playwright's Error when the frame is gone or does not answer.
    """
    answer = json.loads(await ask_for(frame, "holdings", {"tokens": list(tokens)}, _PATIENCE_MS))
    return (answer["document"], answer["fields"]) if answer else ("", [None] * len(tokens))


@dataclass(frozen=True)
class Guarded:
    """A field that must still hold what it `held` when the press comes, and not what it held `before`."""

    token: str
    held: str
    before: str
    is_list: bool


async def guard(frame: Frame, fields: Sequence[Guarded]) -> bool:
    """Guard the next press by these fields, or, without any, no longer. Returns whether the last press was stopped:
    the page has not heard of it. Raises Playwright's Error when the frame is gone or does not answer.
    """
    request = {"fields": [asdict(field) for field in fields]}
    answer = json.loads(await ask_for(frame, "guard", request, _PATIENCE_MS))
    return bool(answer and answer["stopped"])
