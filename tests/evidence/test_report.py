"""The report opens offline in a real browser and shows an auditor what happened."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from clerkwork.evidence.redact import Redactor
from clerkwork.evidence.report import write_report
from clerkwork.evidence.run_folder import RunFolder

MakeRun = Callable[..., RunFolder]
HOSTILE = '"></title></script><img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
HEADINGS = "[...document.querySelectorAll('h1,h2,h3')].map(heading => Number(heading.tagName[1]))"


class Reader:
    """Somebody who opens a report from disk without a network and notes what the browser complains about."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self.context, self.page = context, page
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    async def open(self, report: Path) -> None:
        await self.page.goto(report.as_uri())

    def pictures(self) -> list[str]:
        return [url for url in self.requests if url.endswith(".png")]

    def row(self, number: int) -> Locator:
        return self.page.locator(f"#step-{number}")

    async def open_steps(self) -> list[int]:
        rows = await self.page.locator(".row[aria-expanded=true]").all()
        return [int((await row.get_attribute("id") or "").removeprefix("step-")) for row in rows]


@pytest.fixture
async def reader(chromium: Browser) -> AsyncIterator[Reader]:
    context = await chromium.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    yield Reader(context, await context.new_page())
    await context.close()


@pytest.mark.parametrize("state", ["needs_review", "application_exception", "done", "unfinished"])
@pytest.mark.parametrize("width", [1280, 390])
async def test_it_opens_offline_without_complaint_and_fits_the_screen(
    reader: Reader, long_run: MakeRun, state: str, width: int
) -> None:
    report = write_report(long_run(state).path)
    await reader.page.set_viewport_size({"width": width, "height": 800})
    await reader.open(report)
    assert reader.complaints == []
    assert all(url.startswith(report.parent.as_uri()) for url in reader.requests)
    assert await reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_it_is_dark_where_the_reader_wants_it_dark(reader: Reader, long_run: MakeRun) -> None:
    report = write_report(long_run().path)
    brightness = "Math.max(...getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number))"
    await reader.open(report)
    assert await reader.page.evaluate(brightness) > 200
    await reader.page.emulate_media(color_scheme="dark")
    assert await reader.page.evaluate(brightness) < 60


async def test_choosing_a_step_shows_its_picture_with_the_target_marked(
    reader: Reader, long_run: MakeRun
) -> None:
    await reader.open(write_report(long_run().path))
    await reader.row(5).click()
    assert await reader.open_steps() == [5]
    image = await reader.page.locator("#panel-5 img").bounding_box()
    mark = await reader.page.locator("#panel-5 .mark.target").bounding_box()
    assert image
    assert mark
    scale = image["width"] / 1280
    assert mark["x"] - image["x"] == pytest.approx(1120 * scale, abs=1)
    assert mark["y"] - image["y"] == pytest.approx(309 * scale, abs=1)
    assert (mark["width"], mark["height"]) == pytest.approx((106 * scale, 30 * scale), abs=1)


async def test_the_keyboard_goes_from_step_to_step(reader: Reader, long_run: MakeRun) -> None:
    await reader.open(write_report(long_run().path))
    await reader.row(1).focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "End", "Home", "ArrowDown"):
        await reader.page.keyboard.press(key)
    assert await reader.open_steps() == [2]
    assert await reader.page.evaluate("document.activeElement.id") == "step-2"


async def test_on_a_phone_a_step_opens_below_its_row_and_closes_again(
    reader: Reader, long_run: MakeRun
) -> None:
    await reader.page.set_viewport_size({"width": 390, "height": 800})
    await reader.open(write_report(long_run("done").path))
    assert await reader.open_steps() == []
    await reader.row(2).click()
    row, panel = await reader.row(2).bounding_box(), await reader.page.locator("#panel-2").bounding_box()
    assert row
    assert panel
    assert panel["y"] == pytest.approx(row["y"] + row["height"], abs=1)
    await reader.row(2).click()
    assert await reader.open_steps() == []


async def test_a_link_to_a_step_opens_it(reader: Reader, long_run: MakeRun) -> None:
    await reader.open(write_report(long_run("application_exception").path))
    assert await reader.open_steps() == [14]
    await reader.page.get_by_role("link", name="Step 13").click()
    await expect(reader.page.locator("#panel-13")).to_be_visible()  # the browser tells of a new address later
    assert await reader.open_steps() == [13]


async def test_only_what_needs_a_look_can_be_listed(reader: Reader, long_run: MakeRun) -> None:
    await reader.open(write_report(long_run("application_exception").path))
    await reader.page.get_by_label("only those to look at").check()
    shown = [await row.get_attribute("id") for row in await reader.page.locator(".row:visible").all()]
    assert shown == ["step-13", "step-14"]


async def test_a_checkpoint_shows_expected_actual_and_difference(reader: Reader, long_run: MakeRun) -> None:
    await reader.open(write_report(long_run().path))
    section = reader.page.locator("section", has=reader.page.get_by_role("heading", name="Checkpoints"))
    assert await section.locator("figcaption").all_inner_texts() == ["Expected", "Actual", "Difference"]
    assert "83,104 pixels differ (9.02% of the picture) in 2 regions." in await section.inner_text()
    assert await section.locator(".mark.region").count() == 4


async def test_a_failure_is_told_with_the_best_candidates(reader: Reader, long_run: MakeRun) -> None:
    await reader.open(write_report(long_run("application_exception").path))
    told = await reader.page.locator("section.failure").inner_text()
    assert "Refused to guess: no candidate of target “sign_out” fits" in told
    assert "link “Log off” in the menu" in told
    assert await reader.page.locator("section.failure img").count() == 1


async def test_two_hundred_steps_open_fast_and_load_only_what_is_seen(
    reader: Reader, long_run: MakeRun
) -> None:
    report = write_report(long_run("done", 200).path)
    start = time.perf_counter()
    await reader.open(report)
    assert time.perf_counter() - start < 2
    assert len(reader.pictures()) <= 1


async def test_hostile_texts_of_a_page_stay_texts(reader: Reader, long_run: MakeRun) -> None:
    run = long_run(steps=1, title=HOSTILE, close=False)
    say = run.journal.append
    say("step.started", index=1, id=HOSTILE, action=HOSTILE, words=HOSTILE, attempt=1)
    say("dialog", index=1, type=HOSTILE, message=HOSTILE, accepted=True, text=HOSTILE)
    say("download", index=1, name=HOSTILE, path="javascript:window.hacked=1", size=3, sha256=HOSTILE)
    say(
        "checkpoint",
        index=1,
        name=HOSTILE,
        verdict=HOSTILE,
        expected=f"shots/{HOSTILE}",
        actual="../../x.png",
    )
    say("step.failed", index=1, kind=HOSTILE, why=HOSTILE, hint=HOSTILE, candidates=[{"words": HOSTILE}])
    run.finish(HOSTILE, outputs={HOSTILE: HOSTILE})
    await reader.open(write_report(run.path))
    for link in await reader.page.locator("#panel-2 dd a").all():
        assert "javascript:" not in (await link.get_attribute("href") or "")
    assert await reader.page.evaluate(
        "[typeof hacked, document.scripts.length, document.title.length > 80]"
    ) == [
        "undefined",
        1,
        True,
    ]
    assert await reader.page.locator("img[src=x]").count() == 0


async def test_a_screen_reader_finds_headings_landmarks_and_alternative_texts(
    reader: Reader, long_run: MakeRun
) -> None:
    await reader.open(write_report(long_run("application_exception").path))
    levels = await reader.page.evaluate(HEADINGS)
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert await reader.page.evaluate("[...document.images].every(image => image.alt.length > 10)")
    assert await reader.page.get_by_role("main").count() == 1
    assert await reader.page.get_by_role("region", name="Steps").count() == 1
    assert (
        await reader.page.get_by_role("button", name="Step 14 Click “Sign out”", expanded=True).count() == 1
    )
    assert await reader.page.evaluate(
        "document.querySelectorAll('[id]').length"
    ) == await reader.page.evaluate(
        "new Set([...document.querySelectorAll('[id]')].map(element => element.id)).size"
    )


async def test_without_scripts_every_step_lies_open(chromium: Browser, long_run: MakeRun) -> None:
    context = await chromium.new_context(java_script_enabled=False, offline=True)
    page = await context.new_page()
    await page.goto(write_report(long_run().path).as_uri())
    assert await page.locator(".panel:visible").count() == 14
    await context.close()


async def test_one_file_with_its_pictures_can_be_passed_on(
    reader: Reader, long_run: MakeRun, tmp_path: Path
) -> None:
    report = write_report(long_run().path, inline_pictures=True)
    await reader.open(report.rename(tmp_path / "passed-on.html"))
    image = reader.page.locator("#panel-13 img")
    await image.scroll_into_view_if_needed()
    assert await image.evaluate("async image => (await image.decode(), image.naturalWidth)") == 1280
    assert reader.complaints == []


async def test_an_altered_run_says_so_at_the_top(reader: Reader, long_run: MakeRun) -> None:
    run = long_run().path
    info = run / "run.json"
    info.write_bytes(info.read_bytes().replace(b"LT-0042", b"LT-0043"))
    await reader.open(write_report(run))
    told = await reader.page.locator("section.outcome").inner_text()
    assert "altered run.json: altered or replaced" in " ".join(told.split())


def test_no_secret_is_in_any_file_of_the_run(long_run: MakeRun) -> None:
    run = long_run("application_exception").path
    write_report(run)
    holding = [path.name for path in run.rglob("*") if path.is_file() and b"s3cr3t" in path.read_bytes()]
    assert holding == []
    assert "secret rentals_password" in (run / "report.html").read_text("utf-8")


def test_a_run_without_a_single_step_has_a_report(tmp_path: Path) -> None:
    run = RunFolder.create(tmp_path, "rent-device", redactor=Redactor())
    run.finish("application_exception", why="the browser did not start")
    page = write_report(run.path).read_text("utf-8")
    assert "The machinery failed at the start: the browser did not start." in page
