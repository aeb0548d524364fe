"""Playwright's selector engine `clerkwork=TOKEN`: the element that the page script holds under a token."""

from __future__ import annotations

from playwright.async_api import Error, Playwright

# Runs in the page's main world, where the page script's global is.
_ENGINE = """{
  query(root, token) {
    const page = window.__clerkwork;
    return page ? page.element(token) : null;
  },
  queryAll(root, token) {
    const element = this.query(root, token);
    return element ? [element] : [];
  },
}"""


async def register(playwright: Playwright) -> None:
    """Make `frame.locator("clerkwork=TOKEN")` work in pages opened from now on; calling it again is fine."""
    try:
        await playwright.selectors.register("clerkwork", f"({_ENGINE})")
    except Error as error:
        if "already" not in error.message:
            raise
