"""What can go wrong before a page is open.

BrowserError                exit code 1: the machinery failed, not the process
├── BrowserMissing          no browser here fits what was asked for
├── BrowserWontStart        a browser was found, but did not come up
└── BrowserUnreachable      nothing answers at the address of a browser that somebody else started
"""

from __future__ import annotations


class BrowserError(Exception):
    """Any fault of this room; `exit_code` and `hint` are what the command line shows."""

    exit_code = 1

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class BrowserMissing(BrowserError):
    """Raised by `find_browser` when nothing fits; the message says where it looked."""


class BrowserWontStart(BrowserError):
    """Raised by `launch`; the message carries the browser's own last words."""


class BrowserUnreachable(BrowserError):
    """Raised by `attach` when the endpoint refuses, is no browser, or has no window to listen to."""
