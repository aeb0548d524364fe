"""A reviewer goes through a long run's differences with the keyboard alone, and with a screen reader."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from clerkwork.evidence.report import write_report
from tests.evidence.conftest import compare, sample_run

STEPS, DIFFERENCES = 200, 30


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of 200 steps with 30 differences."""
    run = sample_run(tmp_path_factory.mktemp("long") / "runs", "done", STEPS, close=False)
    for _ in range(DIFFERENCES):
        compare(run, STEPS - 1, "different")
    run.close()
    return write_report(run.path)


@pytest.fixture(params=["light", "dark", "phone"])
async def page(request: pytest.FixtureRequest, chromium: Browser, report: Path) -> AsyncIterator[Page]:
    size = {"width": 390, "height": 800} if request.param == "phone" else {"width": 1280, "height": 900}
    context = await chromium.new_context(
        viewport=size,  # type: ignore[arg-type]  # Playwright's TypedDict
        color_scheme="dark" if request.param == "dark" else "light",
        offline=True,
        bypass_csp=True,  # axe is put into the page as a script
    )
    page = await context.new_page()
    await page.goto(report.as_uri())
    yield page
    await context.close()


async def test_a_screen_reader_finds_nothing_serious_in_any_view(page: Page) -> None:
    axe = Axe()
    for key in ("", "n", "2", "a"):
        if key:
            await page.keyboard.press(key)
        found = await axe.run(page)
        serious = [
            (one["id"], one["nodes"][0]["html"][:200])
            for one in found.response["violations"]
            if one["impact"] in ("serious", "critical")
        ]
        assert serious == [], key


@pytest.fixture
async def desk(chromium: Browser, report: Path) -> AsyncIterator[Page]:
    context = await chromium.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    page = await context.new_page()
    await page.goto(report.as_uri())
    yield page
    await context.close()


async def test_every_difference_is_looked_at_in_every_way_and_accepted_by_keys(desk: Page) -> None:
    articles = desk.locator(".compares")
    await expect(articles).to_have_count(DIFFERENCES)
    for place in range(DIFFERENCES):
        await desk.keyboard.press("n")
        article = articles.nth(place)
        await expect(article).to_be_focused()
        for key, way in (("2", "slider"), ("3", "overlay"), ("4", "blink")):
            await desk.keyboard.press(key)
            await expect(article.locator(".stage")).to_have_attribute("data-way", way)
            await expect(article.locator(".compared")).to_be_hidden()
        await desk.keyboard.press("1")
        await expect(article.locator(".compared")).to_be_visible()
        await expect(article.locator(".stage")).to_be_hidden()
        await desk.keyboard.press("a")
    await expect(desk.locator(".accepted")).to_have_text(f"{DIFFERENCES} of {DIFFERENCES} accepted.")
    await expect(desk.locator(".command")).to_contain_text(f"--accept {STEPS - 1}")
    await desk.keyboard.press("p")
    await expect(articles.nth(DIFFERENCES - 2)).to_be_focused()
    await desk.keyboard.press("a")
    await expect(desk.locator(".accepted")).to_have_text(f"{DIFFERENCES - 1} of {DIFFERENCES} accepted.")


async def test_the_slider_shows_the_baseline_to_the_left_and_this_run_to_the_right(desk: Page) -> None:
    await desk.keyboard.press("n")
    await desk.keyboard.press("2")
    stage = desk.locator(".stage").first
    slider = stage.get_by_role("slider")
    top = stage.locator("img").nth(1)

    async def shown() -> str:
        return str(await top.evaluate("image => getComputedStyle(image).clipPath"))

    assert await shown() == "inset(0px 0px 0px 50%)"
    await slider.press("Home")
    assert await shown() == "inset(0px 0px 0px 0%)"
    await slider.press("End")
    assert await shown() == "inset(0px 0px 0px 100%)"


async def test_blinking_shows_one_picture_and_then_the_other(desk: Page) -> None:
    await desk.keyboard.press("n")
    await desk.keyboard.press("4")
    top = desk.locator(".stage img").nth(1)
    await expect(top).to_have_css("visibility", "visible")
    await expect(top).to_have_css("visibility", "hidden")
    await expect(top).to_have_css("visibility", "visible")


async def test_keys_typed_into_a_field_are_not_taken_for_commands(desk: Page) -> None:
    await desk.keyboard.press("n")
    await desk.keyboard.press("3")
    await desk.locator(".stage").first.get_by_role("slider").press("a")
    await expect(desk.locator(".accepting")).to_be_hidden()


async def test_the_command_is_copied(desk: Page) -> None:
    await desk.keyboard.press("n")
    await desk.keyboard.press("a")
    await desk.get_by_role("button", name="Copy").click()
    selected = await desk.evaluate("getSelection().toString()")
    assert selected.startswith("clerkwork review ")
