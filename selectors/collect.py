"""Everything on a page that a step could mean: one round trip for each frame.

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

_ONLY = {
    "fill": ("text",),
    "select": ("choice",),
    "check": ("tick",),
    "uncheck": ("tick",),
    "value": ("text", "choice", "tick"),
}
"""What one must be able to do with the element that such a step works on, whatever was recorded."""

_ANYTHING = frozenset({"scroll", "drag", "checkpoint"})
"""Steps that work on boxes and areas, too."""


def request_for(recorded: Fingerprint, deed: str) -> dict[str, Any]:
    """The request to the page: what the elements must do, and a tag that is enough by itself.

    `deed` is the action key of the step. Only what is sure is left out: one does not fill a link.
    """
    if recorded.tag == ANY_TAG or deed in _ANYTHING:
        return {"does": ["all"], "tag": ""}
    kind = kind_of(recorded)
    if recorded.type == "file" or kind == "file":
        return {"does": ["file"], "tag": ""}
    if deed in _ONLY and (kind != "other" or deed != "value"):
        # Other tools record a choice as a text that is filled in.
        return {"does": list(_ONLY[deed]), "tag": "select" if recorded.tag == "select" else ""}
    if kind == "other":
        return {"does": ["press", "words"], "tag": recorded.tag}
    return {"does": ["press"], "tag": recorded.tag}


async def collect(frame: Frame, recorded: Fingerprint, deed: str) -> tuple[Seen, ...]:
    """The elements of the frame that a step of this deed could mean, in document order.

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
