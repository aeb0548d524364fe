"""The script that listens in every page and frame: the selectors' page script, then `page/*.js` in one scope."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from clerkwork.selectors.page_script import closed_roots_script, page_script

BINDING = "__clerkwork_seen"
"""The function through which pages report; the script takes it off the window."""

_RAW_BINDING = "__playwright__binding__"
"""What Playwright's own binding functions call in every page (`server/page.ts`, PageBinding)."""

MODULES = (
    "natives",
    "wire",
    "elements",
    "subjects",
    "ahead",
    "view",
    "glass",
    "toolbar",
    "commands",
    "hovering",
    "dragging",
    "scrolling",
    "keys",
    "pointer",
    "fields",
    "files",
    "drawing",
    "checking",
    "history",
    "arm",
)

_HEAD = """(() => {
"use strict";
// A symbol, so that the page finds nothing by name; it also tells that this document is listened to.
const HANDLE = Symbol.for("clerkwork.recorder");
if (window[HANDLE] || !window.__clerkwork) return;
"""
_TAIL = """
Object.defineProperty(window, HANDLE, { value: Object.freeze({
  follow: arm.follow,
  hears: arm.hears,
  view: view.whole,
  scrolls: view.scrolls,
  isPlain: glass.isClear,
  document: wire.documentId,
}) });
})();
"""

FOLLOW = 'state => window[Symbol.for("clerkwork.recorder")]?.follow(state)'
"""Tells a document what the recorder's state is now: {paused, steps, wanted, naming, notice}; a new one is told so
with `first`, and listens then."""

LOOK = '() => window[Symbol.for("clerkwork.recorder")]?.view()'
"""What is in view of a window's top page: {mark, width, hide, plain}."""


def capture_script(*, toolbar: bool, prefer: Sequence[str] = ()) -> str:
    """The whole script. `prefer` are texts that rows had better be named by (the values of inputs)."""
    options: Mapping[str, object] = {"toolbar": toolbar, "prefer": list(prefer)}
    names = f"const BINDING = {json.dumps(BINDING)}, RAW_BINDING = {json.dumps(_RAW_BINDING)};\n"
    constants = f"{names}const OPTIONS = {json.dumps(options)};\n"
    return f"{page_script()}\n{_HEAD}{constants}{_body()}{_TAIL}{closed_roots_script()}"


@cache
def _body() -> str:
    folder = files("clerkwork.recorder") / "page"
    return "\n".join((folder / f"{name}.js").read_text(encoding="utf-8") for name in MODULES)
