"""The way down to a frame, where the page's own script cannot see it: frames of another origin."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Frame

from clerkwork.selectors.frames import frame_path


def complete(subject: Any, frame: Frame) -> None:
    """Fills in the way down in a subject's JSON shape if its page could not tell all of it."""
    described = subject.get("is") if isinstance(subject, dict) else None
    if isinstance(described, dict) and not described.get("frame_exact", True):
        described["frame"] = frame_path(frame)
