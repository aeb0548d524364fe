"""Bots for the runner's tests: targets are described in a real page by the product's own page script."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Error, Locator, Page

from clerkwork.bots.bot import Bot, Bundle, Targets
from clerkwork.bots.load import load_bundle
from clerkwork.bots.save import save_bot, save_targets
from clerkwork.fixtures_sites.server import SiteServer
from clerkwork.runner.options import RunOptions
from clerkwork.runner.outcome import Outcome
from clerkwork.runner.run import run_bot
from clerkwork.selectors.page_script import page_script
from clerkwork.selectors.target import Target

PASSWORD = "clerk-pass-7"


@dataclass
class Teacher:
    """Collects targets while a test walks through a page, and makes a bot of them."""

    folder: Path
    targets: dict[str, Target] = field(default_factory=dict)

    async def learn(self, name: str, locator: Locator, window: str = "main") -> Locator:
        """Describe the element now, under this name."""
        await locator.evaluate(f"element => {{ {page_script()} }}")
        described: dict[str, Any] = await locator.evaluate("element => window.__clerkwork.describe(element)")
        known = {key: described[key] for key in ("candidates", "fingerprint", "frame", "url", "title")}
        self.targets[name] = Target.model_validate({"window": window, **known})
        return locator

    def bundle(self, steps: list[dict[str, Any]], **bot: Any) -> Bundle:
        """Save the bot as a person's bundle is saved, and load it as a run does."""
        model = Bot.model_validate({"name": "tested-bot", "steps": steps, **bot})
        save_bot(self.folder, model)
        save_targets(self.folder, Targets(targets=self.targets))
        return load_bundle(self.folder)


@pytest.fixture
def teacher(tmp_path: Path) -> Teacher:
    return Teacher(tmp_path / "bot")


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Any]:
    """`await run(bundle, inputs, secrets, **options)` is the outcome; runs lie under tmp_path/runs."""

    async def go(
        bundle: Bundle,
        inputs: dict[str, Any] | None = None,
        secrets: dict[str, str] | None = None,
        **options: Any,
    ) -> Outcome:
        return await run_bot(
            bundle, inputs or {}, secrets or {}, RunOptions(runs=tmp_path / "runs", **options)
        )

    return go


LEND = [
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
        "id": "submit",
        "click": "submit",
        "after": "navigation",
        "commit": {
            "key": "{{ inputs.device }}/{{ inputs.employee }}",
            "probe": [
                {"open": "rentals:/loans?device={{ inputs.device }}"},
                {"see": "{{ inputs.employee }}"},
            ],
        },
        "expect": [{"see": "created"}],
    },
    {"read": "confirmation", "into": "loan"},
    {"click": "sign_out"},
]
"""Lend a device on the rentals site, through its popup, its partial update and its grid."""


@dataclass(frozen=True)
class Lending:
    """A bot that lends a device on a running site."""

    bundle: Bundle
    site: SiteServer

    @property
    def inputs(self) -> dict[str, Any]:
        return {"device": "LT-0034", "employee": "N. Baker", "days": 5}

    @property
    def secrets(self) -> dict[str, str]:
        return {"rentals_password": PASSWORD}

    def loans_of(self, device: str) -> list[dict[str, Any]]:
        """The open loans of a device, as the site knows them."""
        return [
            loan
            for loan in self.site.state()["loans"]
            if loan["device"] == device and loan["status"] == "open"
        ]


def _beside(page: Page, words: str) -> Locator:
    """The field in the table row that begins with these words, as people find it."""
    return page.locator("tr", has=page.get_by_text(words)).last.locator("input, select, textarea").first


@pytest.fixture(scope="session")
async def taught_lending(
    _running_sites: Callable[[str], SiteServer], chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Bundle:
    """The lending bot, taught once: a walk through the site describes every target."""
    server = _running_sites("rentals")
    server.reset()
    teacher = Teacher(tmp_path_factory.mktemp("taught") / "bot")
    context = await chromium.new_context(viewport={"width": 1280, "height": 900})
    await _walk(await context.new_page(), server, teacher)
    await context.close()
    return teacher.bundle(
        LEND,
        systems={"rentals": {"url": server.url, "sign_in": "form"}},
        inputs={"device": {}, "employee": {}, "days": {"type": "integer"}},
        secrets=["rentals_password"],
        outputs={"loan": {"pattern": r"L-\d+"}},
        business=[{"see": "already lent", "reason": "{{ inputs.device }} is already lent"}],
        timeout=6,
    )


@pytest.fixture
def lending(site: Callable[[str], SiteServer], taught_lending: Bundle) -> Lending:
    return Lending(taught_lending, site("rentals"))


async def _walk(page: Page, server: SiteServer, teacher: Teacher) -> None:
    await page.goto(f"{server.url}/login")
    await (await teacher.learn("user", _beside(page, "User name:"))).fill("clerk")
    await (await teacher.learn("password", _beside(page, "Password:"))).fill(PASSWORD)
    await (await teacher.learn("sign_in", page.get_by_role("button", name="Sign in"))).click()
    await (await teacher.learn("search", page.get_by_role("textbox").first)).fill("LT-0042")
    await (await teacher.learn("find", page.get_by_role("button", name="Search"))).click()
    await (await teacher.learn("reserve", page.get_by_role("link", name="Reserve").first)).click()
    await (await teacher.learn("employee", _beside(page, "Employee:"))).fill("A. Meyer")
    await (await teacher.learn("days", _beside(page, "Number of days:"))).fill("7")
    async with page.expect_popup() as opened:
        await (await teacher.learn("calendar", page.get_by_role("button", name="..."))).click()
    popup = await opened.value
    day = await teacher.learn("day", popup.get_by_role("link", name="15"), window="calendar")
    async with popup.expect_event("close"):
        with contextlib.suppress(Error):  # the window may be gone before the click is answered
            await day.click(no_wait_after=True)
    await (await teacher.learn("cost_centre", _beside(page, "Cost centre:"))).select_option(
        label="4711 Sales"
    )
    await page.get_by_text("Approver:").wait_for()
    await (await teacher.learn("submit", page.get_by_role("button", name="Submit order"))).click()
    await teacher.learn("confirmation", page.get_by_text("created"))
    await teacher.learn("sign_out", page.get_by_role("link", name="Sign out"))
