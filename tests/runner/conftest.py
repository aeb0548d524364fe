"""Bots for the runner's tests: targets are described in a real page by the product's own page script."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Error, Locator, Page, Playwright

from clerkwork.bots.bot import Bot, Bundle, Targets
from clerkwork.bots.load import load_bundle
from clerkwork.bots.save import save_bot, save_targets
from clerkwork.evidence.journal import read_journal
from clerkwork.fixtures_sites.server import SiteServer
from clerkwork.runner.listener import Listener
from clerkwork.runner.options import RunOptions
from clerkwork.runner.outcome import Outcome
from clerkwork.runner.run import run_bot
from clerkwork.selectors.engine import register
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


@pytest.fixture(scope="session")
async def prepared(playwright: Playwright, chromium: Browser) -> Browser:
    """The session's browser, which knows the selector engine."""
    await register(playwright)
    return chromium


@pytest.fixture
def run(tmp_path: Path, prepared: Browser) -> Callable[..., Any]:
    """`await run(bundle, inputs, secrets, **options)` is the outcome; runs lie under tmp_path/runs.

    Runs share one browser; `own_browser=True` lets the run start its own.
    """

    async def go(
        bundle: Bundle,
        inputs: dict[str, Any] | None = None,
        secrets: dict[str, str] | None = None,
        own_browser: bool = False,
        listener: Listener | None = None,
        **options: Any,
    ) -> Outcome:
        return await run_bot(
            bundle,
            inputs or {},
            secrets or {},
            RunOptions(runs=tmp_path / "runs", **options),
            listener,
            browser=None if own_browser else prepared,
        )

    return go


@pytest.fixture
def events() -> Callable[[Outcome, str], list[dict[str, Any]]]:
    """`events(outcome, name)` is the data of all events of that name in the run's journal."""

    def named(outcome: Outcome, name: str) -> list[dict[str, Any]]:
        journal = read_journal(outcome.folder / "journal.jsonl")
        return [entry.data for entry in journal if entry.event == name]

    return named


Answer = str | Callable[[BaseHTTPRequestHandler], None]


class Pages:
    """A server of a few pages. `content` maps a path to HTML, or to a function that answers by itself."""

    def __init__(self) -> None:
        self.content: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.released = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def hang(self, _request: BaseHTTPRequestHandler) -> None:
        """An answer that never comes while the test runs."""
        self.released.wait(60)

    @staticmethod
    def reply(request: BaseHTTPRequestHandler, status: int, html: str, **headers: str) -> None:
        """Answer with a page."""
        body = html.encode()
        request.send_response(status)
        request.send_header("Content-Type", "text/html; charset=utf-8")
        request.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        pages = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                pages.asked.append(f"{self.command} {path}")
                answer = pages.content.get(path)
                try:
                    if callable(answer):
                        answer(self)
                    else:
                        pages.reply(self, 200 if answer is not None else 404, answer or "not here")
                except (ConnectionError, TimeoutError):
                    self.close_connection = True

            do_POST = do_GET  # noqa: N815  (the name that http.server calls)

            def log_message(self, *_words: object) -> None: ...

        return Handler


@pytest.fixture
def pages() -> Iterator[Pages]:
    server = Pages()
    yield server
    server.stop()


LOG = """<p><label>Log <textarea id="log" name="log" readonly></textarea></label></p>
<script>window.log = words => { document.getElementById("log").value += words + ";"; };</script>"""
"""What happened on the page, for bots that read it at their end."""


@dataclass
class Rehearsal:
    """Teaches a bot on a small page, and runs it there."""

    teacher: Teacher
    pages: Pages
    browser: Browser
    run: Callable[..., Any]

    async def learn(self, html: str, targets: dict[str, str], window: str = "main", path: str = "/") -> None:
        """Serve the page, and describe each target by its CSS selector there (`frame >> css` in a frame)."""
        self.pages.content[path] = html
        context = await self.browser.new_context(viewport={"width": 1280, "height": 900})
        page = await context.new_page()
        await page.goto(self.pages.url + path)
        for name, selector in targets.items():
            *frames, css = selector.split(" >> ")
            place: Any = page
            for frame in frames:
                place = place.frame_locator(frame)
            await self.teacher.learn(name, place.locator(css), window)
        await context.close()

    def bundle(self, steps: list[dict[str, Any]], **bot: Any) -> Bundle:
        known = {"systems": {"desk": {"url": self.pages.url}}, "timeout": 10, "outputs": {"log": {}}}
        return self.teacher.bundle([{"open": "desk:/"}, *steps], **(known | bot))

    async def __call__(
        self,
        html: str,
        targets: dict[str, str],
        steps: list[dict[str, Any]],
        *,
        inputs: dict[str, Any] | None = None,
        secrets: dict[str, str] | None = None,
        **bot: Any,
    ) -> Outcome:
        """Learn the targets on the page (with a log under it), do the steps, read the log into `log`."""
        await self.learn(html + LOG, {**targets, "log": "#log"})
        bundle = self.bundle([*steps, {"read": "log", "into": "log"}], **bot)
        return await self.run(bundle, inputs, secrets, attempts=1, shots="failure")


@pytest.fixture
def rehearse(teacher: Teacher, pages: Pages, prepared: Browser, run: Callable[..., Any]) -> Rehearsal:
    return Rehearsal(teacher, pages, prepared, run)


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
        timeout=15,
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


@pytest.fixture
def redesign(rehearse: Rehearsal) -> Callable[..., Any]:
    """`await redesign(before, after, targets, steps)` is a bot taught on one page that another has replaced.

    The page has a log under it, which the bot reads at its end into `log`.
    """

    async def teach(
        before: str, after: str, targets: dict[str, str], steps: list[dict[str, Any]], **bot: Any
    ) -> Bundle:
        await rehearse.learn(before + LOG, {**targets, "log": "#log"})
        rehearse.pages.content["/"] = after + LOG
        return rehearse.bundle([*steps, {"read": "log", "into": "log"}], **({"timeout": 20} | bot))

    return teach
