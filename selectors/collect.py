"""Everything on a page that a step could mean, and the controls around it: one round trip for each frame.

recorded fingerprint, deed -> what is wanted -> (page: every such element) -> Seen, ...
"""

from __future__ import annotations

from typing import Any

from playwright.async_api import Frame, Locator
from pydantic import TypeAdapter

from clerkwork.selectors.engine import ENGINE, ask_for
from clerkwork.selectors.frames import frame_path
from clerkwork.selectors.identity import ANY_TAG, kind_of
from clerkwork.selectors.seen import Seen
from clerkwork.selectors.target import Fingerprint, Target

_PATIENCE_MS = 5_000
_SEEN = TypeAdapter(tuple[Seen, ...] | None)
_DESCRIBED = TypeAdapter(dict[str, Any] | None)

_ANYTHING = frozenset({"scroll", "drag", "checkpoint"})
"""Steps that work on boxes and areas, too."""


def request_for(recorded: Fingerprint, deed: str) -> dict[str, Any]:
    """The request to the page: what the elements must do, and a tag that is enough by itself.

    `deed` is the action key of the step. Elements on which it cannot be done come, too: how rare something is on
    the page, is measured by all of its controls.
    """
    if recorded.tag == ANY_TAG or deed in _ANYTHING:
        return {"does": ["all"], "tag": ""}
    return {"does": ["press", "words"] if kind_of(recorded) == "other" else ["press"], "tag": recorded.tag}


async def collect(frame: Frame, recorded: Fingerprint, deed: str) -> tuple[Seen, ...]:
    """The controls of the frame, and where a text was recorded its texts, in document order.

    Each has the fingerprint that `describe` would record. One that may hide (a file box, a tick behind a
    drawn one) counts as visible. Empty where the script failed in the page. Raises Playwright's Error when
    the frame is gone or does not answer.
    """
    return (
        _SEEN.validate_json(await ask_for(frame, "collect", request_for(recorded, deed), _PATIENCE_MS)) or ()
    )


async def redescribe(frame: Frame, token: str, target: Target, prefer: tuple[str, ...] = ()) -> Target | None:
    """The target as a recorder would write it now, for the element held under the token.

    What a person decided (window, masking, healing) stays; so does the crop, which shows it as it was. None
    when the element is gone. Raises Playwright's Error.
    """
    request = {"token": token, "prefer": list(prefer)}
    described = _DESCRIBED.validate_json(await ask_for(frame, "describe", request, _PATIENCE_MS))
    if described is None:
        return None
    known = {key: described[key] for key in ("candidates", "fingerprint", "url", "title")}
    known["frame"] = described["frame"] if described["frame_exact"] else frame_path(frame)
    return Target.model_validate(target.model_dump() | known)


def element(frame: Frame, token: str) -> Locator:
    """The element held under the token."""
    return frame.locator(f"{ENGINE}={token}")
