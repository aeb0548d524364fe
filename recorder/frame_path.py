"""The way down to a frame, where the page's own script cannot see it: frames of another origin."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Frame

from clerkwork.selectors.frames import url_pattern


def frame_path(frame: Frame) -> list[dict[str, Any]]:
    """The frames from the top page down to this one, in the shape of `FrameStep`; [] for the top page."""
    steps: list[dict[str, Any]] = []
    while frame.parent_frame:
        siblings = frame.parent_frame.child_frames
        index = siblings.index(frame) if frame in siblings else 0
        steps.insert(0, {"name": frame.name or None, "url": url_pattern(frame.url), "index": index})
        frame = frame.parent_frame
    return steps


def complete(subject: Any, frame: Frame) -> None:
    """Fills in the way down in a subject's JSON shape if its page could not tell all of it."""
    described = subject.get("is") if isinstance(subject, dict) else None
    if isinstance(described, dict) and not described.get("frame_exact", True):
        described["frame"] = frame_path(frame)
