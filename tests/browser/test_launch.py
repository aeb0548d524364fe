from __future__ import annotations

import asyncio
import re
import shutil
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Playwright, async_playwright

from clerkwork.browser.errors import BrowserUnreachable, BrowserWontStart
from clerkwork.browser.launch import attach, browser_facts, launch, unwanted_args


@pytest.fixture
async def endpoint(playwright: Playwright) -> AsyncIterator[str]:
    """A browser that somebody else started, with one page open in its default context."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    async with launch(playwright, args=[f"--remote-debugging-port={port}"]):
        async with attach(playwright, url) as context:
            await context.new_page()
        yield url


async def test_a_launched_browser_opens_a_page_and_is_gone_at_the_end(playwright: Playwright) -> None:
    async with launch(playwright) as browser:
        page = await browser.new_page()
        await page.set_content("<button>Reserve</button>")
        assert await page.get_by_role("button", name="Reserve").is_visible()
    assert not browser.is_connected()


async def test_a_launched_browser_is_gone_after_a_failure_too(playwright: Playwright) -> None:
    with pytest.raises(ZeroDivisionError):
        async with launch(playwright) as browser:
            raise ZeroDivisionError
    assert not browser.is_connected()


async def test_the_facts_name_the_browser_and_the_folder_of_its_baselines(chromium: Browser) -> None:
    facts = browser_facts(chromium)
    assert (facts.name, facts.platform, facts.headless) == ("chromium", sys.platform, True)
    assert re.fullmatch(r"\d+(\.\d+)+", facts.version)
    assert facts.folder == f"chromium-{facts.version.split('.')[0]}-{sys.platform}"


async def test_two_launches_paint_the_same_pixels(playwright: Playwright) -> None:
    shots = []
    for _ in range(2):
        async with launch(playwright) as browser:
            page = await browser.new_page()
            await page.set_content("<h1>Loan L-17</h1><select><option>seven days</select>")
            shots.append(await page.screenshot())
    assert shots[0] == shots[1]


async def test_a_still_page_costs_no_frames_beyond_the_displays(chromium: Browser) -> None:
    page = await chromium.new_page()
    count = """() => new Promise(done => {
        let frames = 0; const start = performance.now();
        const tick = () => performance.now() - start < 500 ? (frames++, requestAnimationFrame(tick)) : done(frames);
        tick();
    })"""
    assert await page.evaluate(count) <= 70
    await page.close()


async def test_a_program_that_is_no_browser_is_named_with_what_it_said(playwright: Playwright) -> None:
    with pytest.raises(BrowserWontStart, match=re.escape(f"the browser '{sys.executable}' did not start")):
        async with launch(playwright, setting=sys.executable):
            pass


async def test_attaching_sees_the_pages_that_are_open(playwright: Playwright, endpoint: str) -> None:
    async with attach(playwright, endpoint) as context:
        assert [page.url for page in context.pages] == ["about:blank"]


async def test_the_browser_and_its_pages_outlive_whoever_attached(
    playwright: Playwright, endpoint: str
) -> None:
    async with attach(playwright, endpoint) as context:
        await context.pages[0].set_content("<title>still here</title>")
    async with attach(playwright, endpoint) as context:
        assert [await page.title() for page in context.pages] == ["still here"]


async def test_two_clients_share_one_browser(endpoint: str) -> None:
    async with (
        async_playwright() as one,
        async_playwright() as other,
        attach(one, endpoint) as watched,
        attach(other, endpoint) as driven,
    ):
        seen: asyncio.Queue[str] = asyncio.Queue()
        await watched.expose_binding("tell", lambda _, text: seen.put_nowait(text))
        await driven.pages[0].evaluate("tell('pressed')")
        assert await asyncio.wait_for(seen.get(), 10) == "pressed"


async def test_nobody_at_the_address_is_one_sentence_with_the_way_to_start_one(
    playwright: Playwright,
) -> None:
    with pytest.raises(BrowserUnreachable, match=re.escape("'http://127.0.0.1:9': ")) as caught:
        async with attach(playwright, "http://127.0.0.1:9"):
            pass
    assert "--remote-debugging-port" in str(caught.value.hint)
    assert "\n" not in str(caught.value)


def test_the_browser_of_the_tests_is_a_file(browser_path: Path) -> None:
    assert browser_path.is_file()


def test_shared_memory_is_used_only_where_there_is_plenty(tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free
    assert unwanted_args(str(tmp_path), free // 2) == ["--disable-dev-shm-usage"]
    assert unwanted_args(str(tmp_path), 2 * free) == []
    assert unwanted_args(str(tmp_path / "none"), 0) == []
