"""The hidden fields of WebForms: a page's state and the events it may post, signed, in base64.

A page that comes back is believed only when its signature, path and session fit, and when it is among
the last nine that its session was given, as ASP.NET's session page state keeps them.

    PostbackError                what came back cannot be trusted; answered with the server error page
    |- ViewStateError            __VIEWSTATE is forged, of another page or session, or too old
    `- EventValidationError      the posted event was not on the page
"""

from __future__ import annotations

import base64
import hmac
import json
import secrets
from dataclasses import asdict, dataclass, field

HISTORY = 9


class PostbackError(Exception):
    """A posted page that cannot be trusted; the text is what ASP.NET shows."""


class ViewStateError(PostbackError):
    """Raised for a view state that is forged, of another page or session, or too old."""


class EventValidationError(PostbackError):
    """Raised for an event that the page did not offer."""


@dataclass(frozen=True)
class View:
    """What a page remembers between its postbacks."""

    path: str
    session: str
    skin: int
    data: dict[str, object] = field(default_factory=dict)
    stamp: str = field(default_factory=lambda: secrets.token_hex(4))


class Sealer:
    """Signs values into hidden fields and opens them again, with a key that lives as long as the process."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def seal_view(self, view: View) -> str:
        return self._seal(asdict(view))

    def open_view(self, text: str, path: str, session: str) -> View:
        """Raises ViewStateError unless the text was sealed here for this path and session."""
        found = self._open(text)
        if not isinstance(found, dict) or (found["path"], found["session"]) != (path, session):
            raise ViewStateError(
                "Validation of viewstate MAC failed. If this application is hosted by a Web Farm or cluster, "
                "ensure that <machineKey> configuration specifies the same validationKey and validation algorithm."
            )
        return View(**found)

    def seal_events(self, stamp: str, names: set[str]) -> str:
        return self._seal([stamp, *sorted(names)])

    def check_event(self, text: str, stamp: str, name: str) -> None:
        """Raises EventValidationError unless the page with this stamp offered the event."""
        found = self._open(text)
        if not isinstance(found, list) or found[:1] != [stamp] or name not in found[1:]:
            raise EventValidationError(
                "Invalid postback or callback argument. Event validation is enabled using "
                '<pages enableEventValidation="true"/> in configuration or <%@ Page EnableEventValidation="true" %>.'
            )

    def _seal(self, value: object) -> str:
        body = json.dumps(value, separators=(",", ":")).encode()
        return base64.b64encode(b"/wEP" + self._mac(body) + body).decode()

    def _open(self, text: str) -> object:
        try:
            raw = base64.b64decode(text, validate=True)
        except ValueError:
            return None
        mac, body = raw[4:36], raw[36:]
        return json.loads(body) if hmac.compare_digest(mac, self._mac(body)) else None

    def _mac(self, body: bytes) -> bytes:
        return hmac.digest(self._key, body, "sha256")


def remember(history: list[str], stamp: str) -> list[str]:
    """The session's last page states with a new one."""
    return [*history, stamp][-HISTORY:]


def check_age(history: list[str], stamp: str) -> None:
    """Raises ViewStateError when the session has been given nine later pages since."""
    if stamp not in history:
        raise ViewStateError("The state information is invalid for this page and might be corrupted.")
