"""Find a frame again on its path down from the top page: by name, id, title, URL, then index.

Names and URLs are known without asking the page; only where they do not decide are the frame elements of
that one level read, all in one round trip. `<frame>` in a `<frameset>` and `<iframe>` are treated alike.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Error, Frame, Page

from clerkwork.selectors.target import FrameStep


@dataclass(frozen=True)
class FrameSearch:
    """`frame`, or None with `why`."""

    frame: Frame | None
    why: str = ""


@dataclass(frozen=True)
class FrameFacts:
    """A child frame with what its element says; `index` is its place among the siblings in the page."""

    frame: Frame
    id: str | None
    title: str | None
    index: int


def url_pattern(url: str) -> str:
    """The path of a URL with every number as *: /loans/17?x=1 is /loans/*, about:blank stays."""
    parts = urlsplit(url)
    path = f"{parts.scheme}:{parts.path.split(',')[0]}" if parts.scheme in ("about", "data") else parts.path
    return re.sub(r"\d+", "*", path)


def frame_path(frame: Frame) -> list[dict[str, Any]]:
    """The frames from the top page down to this one, in the shape of `FrameStep`; [] for the top page.

    As far as it is known without asking the page, for frames of another origin.
    """
    steps: list[dict[str, Any]] = []
    while frame.parent_frame:
        siblings = frame.parent_frame.child_frames
        index = siblings.index(frame) if frame in siblings else 0
        steps.insert(0, {"name": frame.name or None, "url": url_pattern(frame.url), "index": index})
        frame = frame.parent_frame
    return steps


def frame_in_words(frame: Frame) -> str:
    """` in the frame 'toc'`; nothing for the top page of a window."""
    return f" in the frame {frame.name or url_pattern(frame.url)!r}" if frame.parent_frame else ""


async def find_frame(page: Page, path: Sequence[FrameStep]) -> FrameSearch:
    """Follow `path` from the top page of a window; an empty path is the top page itself."""
    frame = page.main_frame
    for depth, step in enumerate(path, start=1):
        child = await _child(frame, step)
        if child is None:
            there = ", ".join(repr(one.name or url_pattern(one.url)) for one in frame.child_frames)
            why = f"frame {depth} of {len(path)} ({_in_words(step)}) is not there; its siblings are {there or 'none'}"
            return FrameSearch(None, why)
        frame = child
    return FrameSearch(frame)


async def _child(parent: Frame, step: FrameStep) -> Frame | None:
    children = [child for child in parent.child_frames if not child.is_detached()]
    named = [child for child in children if step.name and child.name == step.name]
    if len(named) == 1:
        return named[0]
    nothing_better = not (step.name or step.id or step.title)
    by_url = [child for child in children if step.url and url_pattern(child.url) == step.url]
    if nothing_better and len(by_url) == 1:
        return by_url[0]
    return _choose(await _facts(named or children), step)


def _choose(facts: Sequence[FrameFacts], step: FrameStep) -> Frame | None:
    """By id, title, URL pattern, each only if it leaves one; else by index: identity is checked in any case."""
    tests: list[Callable[[FrameFacts], bool]] = []
    if step.id:
        tests.append(lambda one: one.id == step.id)
    if step.title:
        tests.append(lambda one: one.title == step.title)
    if step.url:
        tests.append(lambda one: url_pattern(one.frame.url) == step.url)
    for test in tests:
        kept = [one for one in facts if test(one)]
        if len(kept) == 1:
            return kept[0].frame
        facts = kept or facts
    return next((one.frame for one in facts if one.index == step.index), None)


async def _facts(frames: Sequence[Frame]) -> list[FrameFacts]:
    return [facts for facts in await asyncio.gather(*map(_read, frames)) if facts is not None]


_READ = """element => ({
  id: element.getAttribute("id"),
  title: (element.getAttribute("title") || "").trim().replace(/\\s+/g, " ") || null,
  index: Array.prototype.indexOf.call(element.ownerDocument.querySelectorAll("iframe,frame"), element),
})"""


async def _read(frame: Frame) -> FrameFacts | None:
    """None for a frame that went away meanwhile."""
    try:
        element = await frame.frame_element()
        said = await element.evaluate(_READ)
    except Error:
        return None
    return FrameFacts(frame=frame, id=said["id"], title=said["title"], index=said["index"])


def _in_words(step: FrameStep) -> str:
    for word, value in (("name", step.name), ("id", step.id), ("title", step.title), ("URL", step.url)):
        if value:
            return f"{word} {value!r}"
    return f"number {step.index + 1}"
