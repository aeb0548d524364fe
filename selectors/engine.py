"""Playwright's selector engine `clerkwork=...`: how Python asks the page script and reaches its elements.

The engine is a content script: it lives in a world of its own beside the page's, with the browser's own
prototypes whatever the page did to its. (`frame.evaluate` runs in the page's world and fails there once a
page has broken Array.prototype.map.) Two kinds of body:

    clerkwork=TOKEN              the element held under the token
    clerkwork=QUESTION.REQUEST   an element outside the page whose text is the answer to a question (`Question`);
                                 REQUEST is JSON, percent-encoded, since selectors give quotes a meaning
"""

from __future__ import annotations

import json
from typing import Any, Literal
from urllib.parse import quote

from playwright.async_api import Error, Frame, Playwright

from clerkwork.selectors.page_script import page_script

ENGINE = "clerkwork"

Question = Literal[
    "resolve",
    "collect",
    "describe",
    "exposed",
    "placed",
    "spans",
    "generated",
    "holdings",
    "guard",
    "presses",
    "stillness",
]

_SOURCE = """(() => {
  %s
  const answer = (root, question, request) => {
    const element = (root.ownerDocument || root).createElement("pre");
    element.textContent = window.__clerkwork[question + "Json"](decodeURIComponent(request)) || "null";
    return element;
  };
  const query = (root, body) => {
    const end = body.indexOf(".");
    return end < 0 ? window.__clerkwork.element(body) : answer(root, body.slice(0, end), body.slice(end + 1));
  };
  return {
    query,
    queryAll(root, body) {
      const element = query(root, body);
      return element ? [element] : [];
    },
  };
})()"""


async def register(playwright: Playwright) -> None:
    """Make the engine known; do it before the first page opens. Calling it again is fine."""
    try:
        await playwright.selectors.register(ENGINE, _SOURCE % page_script(), content_script=True)
    except Error as error:
        if "already" not in error.message:
            raise


async def ask(frame: Frame, request: dict[str, Any], timeout_ms: float) -> dict[str, Any] | None:
    """What the page script's `resolve` says; as `ask_for`."""
    answer: dict[str, Any] | None = json.loads(await ask_for(frame, "resolve", request, timeout_ms))
    return answer


async def ask_for(frame: Frame, question: Question, request: dict[str, Any], timeout_ms: float) -> str:
    """One round trip: the page script's answer as JSON, `null` if it failed in the page.

    A frame that is between two documents is asked as soon as it has one. Raises Playwright's Error when
    the frame is gone, or has no document for `timeout_ms`.
    """
    body = quote(json.dumps(request), safe="")
    text = await frame.locator(f"{ENGINE}={question}.{body}").text_content(timeout=timeout_ms)
    return text or "null"
