"""Lending a device on the rentals site: once as a Playwright script written by hand, once as a bot.

The script tells `Teach` about every element before it acts on it, so that the same walk also makes the bot.
"""

import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Locator, Page, ViewportSize, async_playwright
from playwright.async_api import Error as PlaywrightError

from clerkwork.bots.bot import Bot, Bundle, Targets
from clerkwork.bots.load import load_bundle
from clerkwork.bots.save import save_bot, save_targets
from clerkwork.browser.launch import launch
from clerkwork.fixtures_sites.server import SiteServer
from clerkwork.selectors.engine import register
from clerkwork.selectors.page_script import page_script
from clerkwork.selectors.target import Target

PASSWORD = "clerk-pass-7"
INPUTS = {"device": "LT-0034", "employee": "N. Baker", "days": 5}
VIEWPORT: ViewportSize = {"width": 1280, "height": 900}

STEPS: list[dict[str, Any]] = [
    {"open": "rentals:/login"},
    {"fill": "user", "with": "clerk"},
    {"fill": "password", "with": "{{ secrets.rentals_password }}"},
    {"click": "sign_in", "after": "navigation"},
    {"fill": "search", "with": "{{ inputs.device }}"},
    {"click": "find", "after": "navigation"},
    {"click": "reserve", "row": "{{ inputs.device }}", "after": "navigation"},
    {"fill": "employee", "with": "{{ inputs.employee }}"},
    {"fill": "days", "with": "{{ inputs.days }}"},
    {"click": "calendar", "opens": "calendar"},
    {"click": "day"},
    {"select": "cost_centre", "choose": "4711 Sales", "after": "requests"},
    {
        "click": "submit",
        "after": "navigation",
        "commit": {"key": "{{ inputs.device }}"},
        "expect": [{"see": "created"}],
    },
    {"click": "sign_out", "after": "navigation"},
]

Teach = Callable[..., Any]


async def by_hand(
    page: Page, url: str, teach: Teach | None = None, inputs: Mapping[str, object] = INPUTS
) -> None:
    """The flow as somebody who knows Playwright and the console would write it, without evidence."""

    async def at(name: str, locator: Locator, window: str = "main") -> Locator:
        if teach:
            await teach(name, locator, window)
        return locator

    await page.goto(f"{url}/login")
    await (await at("user", _beside(page, "User name:"))).fill("clerk")
    await (await at("password", _beside(page, "Password:"))).fill(PASSWORD)
    await (await at("sign_in", page.get_by_role("button", name="Sign in"))).click()
    await (await at("search", page.get_by_role("textbox").first)).fill(str(inputs["device"]))
    await (await at("find", page.get_by_role("button", name="Search"))).click()
    row = page.get_by_role("row", name=str(inputs["device"]))
    await (await at("reserve", row.get_by_role("link", name="Reserve"))).click()
    await (await at("employee", _beside(page, "Employee:"))).fill(str(inputs["employee"]))
    await (await at("days", _beside(page, "Number of days:"))).fill(str(inputs["days"]))
    async with page.expect_popup() as opened:
        await (await at("calendar", page.get_by_role("button", name="..."))).click()
    popup = await opened.value
    async with popup.expect_event("close"):
        day = await at("day", popup.get_by_role("link", name="15", exact=True), "calendar")
        with contextlib.suppress(PlaywrightError):  # the window may be gone before the click is answered
            await day.click(no_wait_after=True)
    await (await at("cost_centre", _beside(page, "Cost centre:"))).select_option(label="4711 Sales")
    await page.get_by_text("Approver:").wait_for()
    await (await at("submit", page.get_by_role("button", name="Submit order"))).click()
    await page.get_by_text("created").wait_for()
    await (await at("sign_out", page.get_by_role("link", name="Sign out"))).click()
    await _beside(page, "User name:").wait_for()


@asynccontextmanager
async def taught(folder: Path) -> AsyncIterator[tuple[SiteServer, Browser, Bundle]]:
    """The site, a browser that knows the selector engine, and the bot, in `folder`, that was taught in it."""
    async with SiteServer("rentals") as site, async_playwright() as playwright:
        await register(playwright)
        async with launch(playwright) as browser:
            page = await browser.new_page(viewport=VIEWPORT)
            bundle = await as_a_bot(page, site.url, folder / "bot")
            await page.context.close()
            yield site, browser, bundle


async def as_a_bot(page: Page, url: str, folder: Path) -> Bundle:
    """Walk through the flow once and describe every target on the way."""
    targets: dict[str, Target] = {}

    async def teach(name: str, locator: Locator, window: str) -> None:
        await locator.evaluate(f"element => {{ {page_script()} }}")
        described = await locator.evaluate("element => window.__clerkwork.describe(element)")
        known = {key: described[key] for key in ("candidates", "fingerprint", "frame", "url", "title")}
        targets[name] = Target.model_validate({"window": window, **known})

    await by_hand(page, url, teach)
    bot = {
        "name": "lend-a-device",
        "steps": STEPS,
        "systems": {"rentals": {"url": url, "sign_in": "form"}},
        "inputs": {"device": {}, "employee": {}, "days": {"type": "integer"}},
        "secrets": ["rentals_password"],
    }
    save_bot(folder, Bot.model_validate(bot))
    save_targets(folder, Targets(targets=targets))
    return load_bundle(folder)


def _beside(page: Page, words: str) -> Locator:
    """The field in the table row that begins with these words."""
    return page.locator("tr", has=page.get_by_text(words)).last.locator("input, select, textarea").first
