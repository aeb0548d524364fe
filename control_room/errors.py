"""Why the control room refuses something.

ControlRoomError                  carries the sentence (why), the remedy (hint) and the exit code
├── NotInstalled           2      the libraries of the control room are not there
├── BotUnknown             2      no bot of this name is in the bots folders
├── JobUnknown             2      no job has this number
├── JobRefused             2      what was asked for cannot be done by that bot
├── KeyUsed                2      the idempotency key belongs to another request
├── RunUnknown             2      no run has this name here
├── TokenRefused           2      no token can be made like this
└── PortTaken              2      the address cannot be listened on
"""

from __future__ import annotations

from typing import ClassVar


class ControlRoomError(Exception):
    """`why` is one sentence, `hint` says what to do about it."""

    exit_code: ClassVar[int] = 2

    def __init__(self, why: str, hint: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.hint = hint


class NotInstalled(ControlRoomError):
    """The libraries of the control room are not there."""


class BotUnknown(ControlRoomError):
    """No bot of this name is in the bots folders."""


class JobUnknown(ControlRoomError):
    """No job has this number."""


class JobRefused(ControlRoomError):
    """What was asked for cannot be done by that bot."""


class KeyUsed(ControlRoomError):
    """The idempotency key belongs to another request."""


class RunUnknown(ControlRoomError):
    """No run has this name here."""


class TokenRefused(ControlRoomError):
    """No token can be made like this."""


class PortTaken(ControlRoomError):
    """The address cannot be listened on."""
