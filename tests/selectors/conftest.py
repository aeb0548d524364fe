"""A stage: a page of a real browser to show markup on, describe elements of it and resolve them on a fresh load."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.async_api import Browser, Frame, Page, Playwright

from clerkwork.selectors.engine import register
from clerkwork.selectors.page_script import page_script
from clerkwork.selectors.resolve import Resolution, resolve
from clerkwork.selectors.target import Target

_DESCRIBE = "(element, options) => window.__clerkwork.json(window.__clerkwork.describe(element, options))"


@dataclass
class Stage:
    """One page at a time; `show` loads markup as a navigation would."""

    page: Page

    async def show(self, markup: str) -> Frame:
        """Load the markup in a fresh document with the page script as an init script has it."""
        await self.page.goto("about:blank")
        await self.page.set_content(markup)
        await self.page.evaluate(page_script())
        return self.page.main_frame

    async def describe_raw(
        self, css: str, prefer: Sequence[str] = (), frame: Frame | None = None
    ) -> dict[str, Any]:
        element = await (frame or self.page.main_frame).query_selector(css)
        assert element is not None, f"no {css} on the page"
        described = await element.evaluate(_DESCRIBE, {"prefer": list(prefer)})
        assert described != "null", f"describing {css} failed"
        return dict(json.loads(described))

    async def describe(self, css: str, prefer: Sequence[str] = (), frame: Frame | None = None) -> Target:
        said = await self.describe_raw(css, prefer, frame)
        keys = ("candidates", "fingerprint", "frame", "url", "title")
        return Target.model_validate({key: said[key] for key in keys})

    async def resolve(self, target: Target, **options: Any) -> Resolution:
        return await resolve(self.page.main_frame, target, **options)

    async def mark(self, resolution: Resolution, attribute: str = "data-mark") -> str | None:
        """The value of an attribute of what was found, so that a test can say which element it is."""
        return None if resolution.found is None else await resolution.found.locator.get_attribute(attribute)


@pytest.fixture(scope="session")
async def engine(playwright: Playwright) -> None:
    await register(playwright)


@pytest.fixture
async def stage(chromium: Browser, engine: None) -> AsyncIterator[Stage]:
    context = await chromium.new_context(viewport={"width": 1280, "height": 720})
    yield Stage(await context.new_page())
    await context.close()
