"""The stage on which a scenario is played: its server, the person who plays, and the browser for the bot."""

from __future__ import annotations

import asyncio
import http.server
import json
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import BrowserContext, CDPSession, ConsoleMessage, Page, Playwright

from clerkwork.recorder.trail import read_trail
from clerkwork.selectors.engine import register

MARK = "scenario acted:"
NOTICE = """(() => {
  // Whom each trusted event hit, told by a path that is the same on every load. The page cannot see it, nor
  // break it: everything is taken before the page's scripts run.
  const bind = Function.prototype.bind;
  const call = Function.prototype.call;
  const plain = method => bind.call(call, method);
  const get = (kind, name) => plain(Object.getOwnPropertyDescriptor(kind.prototype, name).get);
  const debug = console.debug.bind(console);
  const lower = plain(String.prototype.toLowerCase);
  const pathOf = plain(Event.prototype.composedPath);
  const typeOf = get(Event, 'type');
  const targetOf = get(Event, 'target');
  const kindOf = get(Node, 'nodeType');
  const nameOf = get(Node, 'nodeName');
  const parentOf = get(Node, 'parentNode');
  const before = get(Element, 'previousElementSibling');
  const matches = plain(Element.prototype.matches);
  const hostOf = get(ShadowRoot, 'host');
  const controlOf = get(HTMLLabelElement, 'control');
  const place = node => {
    const kind = node ? kindOf(node) : 9;
    if (kind !== 1) return kind === 11 ? place(hostOf(node)) + '/#shadow' : '';
    let twins = 0;
    for (let one = before(node); one; one = before(one)) if (nameOf(one) === nameOf(node)) twins++;
    return place(parentOf(node)) + '/' + lower(nameOf(node)) + '[' + twins + ']';
  };
  const ACTS = 'a,button,select,textarea,input,summary,area,label,[role],[contenteditable],td,li';
  const hit = event => {
    const type = typeOf(event);
    const isByHand = event.isTrusted || type === 'input' || type === 'change'; // lists are set by script
    if (!isByHand || (type === 'change' && nameOf(targetOf(event)) !== 'SELECT')) return;
    const path = pathOf(event);
    let origin, near, label;
    for (let i = 0; i < path.length; i++) {
      if (path[i] === window || kindOf(path[i]) !== 1) continue;
      origin = origin || path[i];
      near = near || (matches(path[i], ACTS) && path[i]);
      label = label || (lower(nameOf(path[i])) === 'label' && path[i]);
    }
    if (!origin) return;
    const control = label && controlOf(label);
    let at = '"' + place(origin) + '"';
    if (near) at += ',"' + place(near) + '"';
    if (control) at += ',"' + place(control) + '"';
    debug('MARK{"kind":"' + type + '","at":[' + at + '],"frame":' + (window !== top) + '}');
  };
  const kinds = ['pointerdown', 'keydown', 'click', 'input', 'change', 'drop'];
  const listen = addEventListener.bind(window);
  const arm = () => { for (let i = 0; i < kinds.length; i++) listen(kinds[i], hit, true); };
  arm();
  new MutationObserver(arm).observe(document, { childList: true });  // document.open takes listeners away
})()""".replace("MARK", MARK)


class Stage(http.server.ThreadingHTTPServer):
    """Serves the folder of the running case at /. Its `server.json` declares further answers by path:
    {"/rows": {"status": 200, "headers": {}, "body": "...", "delay": 0.1}}; what is posted lies in `posted`.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.folder = Path()
        self.declared: dict[str, Any] = {}
        self.posted: list[list[str]] = []

    def set(self, folder: Path) -> None:
        file = folder / "server.json"
        self.folder = folder
        self.declared = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        self.posted = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Answers(http.server.BaseHTTPRequestHandler):
    server: Stage

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        file = self.server.folder / (path.strip("/") or "page.html")
        if path in self.server.declared:
            self._declared(self.server.declared[path])
        elif file.is_file():
            self._answer(200, file.read_bytes(), {"Content-Type": _type_of(file)})
        else:
            self._answer(404, b"<title>Not here</title>", {"Content-Type": "text/html"})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.server.posted.append([self.path, body])
        stored = {"body": "<!doctype html><title>Stored</title><h1>Stored</h1>"}
        self._declared(self.server.declared.get(self.path.partition("?")[0], stored))

    def _declared(self, answer: dict[str, Any]) -> None:
        needed = answer.get("needs_header")
        if needed and needed not in self.headers:
            answer = answer["without"]
        time.sleep(answer.get("delay", 0))
        headers = {"Content-Type": "text/html; charset=utf-8", **answer.get("headers", {})}
        self._answer(answer.get("status", 200), answer.get("body", "").encode(), headers)

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), "Cache-Control": "no-store", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: Any) -> None:
        pass


def _type_of(file: Path) -> str:
    types = {".html": "text/html", ".xhtml": "application/xhtml+xml", ".js": "text/javascript"}
    return types.get(file.suffix, "application/octet-stream")


class Human:
    """Hands on the mouse and the keyboard: what Playwright's own input lacks, by CDP. All of it is trusted."""

    def __init__(self, page: Page, cdp: CDPSession) -> None:
        self.page = page
        self.cdp = cdp
        self.bot = Path()

    async def type(self, text: str) -> None:
        await self.page.keyboard.type(text)

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)

    async def compose(self, *stages: str, commit: str) -> None:
        """Text by an input method or a dead key: what is shown while composing, then what it becomes."""
        for stage in stages:
            told = {"text": stage, "selectionStart": len(stage), "selectionEnd": len(stage)}
            await self.cdp.send("Input.imeSetComposition", told)
        await self.insert(commit)

    async def insert(self, text: str) -> None:
        """Text from elsewhere than the keyboard, such as an emoji panel."""
        await self.cdp.send("Input.insertText", {"text": text})

    async def centre(self, selector: str, dx: float = 0, dy: float = 0) -> tuple[float, float]:
        box = await self.page.locator(selector).bounding_box()
        assert box, f"{selector} is not to be seen"
        return box["x"] + box["width"] / 2 + dx, box["y"] + box["height"] / 2 + dy

    async def drag(
        self, source: str, target: str | None = None, *, by: tuple[float, float] = (0, 0), steps: int = 5
    ) -> None:
        """Press on `source`, move to the middle of `target` (or of itself) and `by` px on, release."""
        start = await self.centre(source)
        end = await self.centre(target or source, *by)
        await self.page.mouse.move(*start)
        await self.page.mouse.down()
        await self.page.mouse.move(*end, steps=steps)
        await self.page.mouse.up()

    async def drop_files(self, selector: str, *paths: Path) -> None:
        """Files that come from outside the browser."""
        x, y = await self.centre(selector)
        data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            await self.cdp.send("Input.dispatchDragEvent", {"type": kind, "x": x, "y": y, "data": data})

    async def wheel(self, selector: str, dy: float, dx: float = 0) -> None:
        await self.page.mouse.move(*await self.centre(selector))
        await self.page.mouse.wheel(dx, dy)

    async def until(self, condition: str) -> None:
        """Waits for what the page shows, as a person does."""
        await self.page.wait_for_function(condition, polling=10)

    async def until_watched(self, windows: int) -> None:
        """Waits until the recorder knows so many windows: no hand is as quick as a script in a new one."""
        deadline = time.monotonic() + 30
        while sum(event.kind == "window_opened" for event in read_trail(self.bot)) < windows:
            assert time.monotonic() < deadline, "the recorder did not notice the window"
            await asyncio.sleep(0.02)


class Acted(list[dict[str, Any]]):
    """Whom the events hit, in order, in any page of a context."""

    async def listen(self, context: BrowserContext) -> None:
        context.on("console", self._hear)
        await context.add_init_script(NOTICE)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.text.startswith(MARK):
            self.append(json.loads(message.text.removeprefix(MARK)))


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    with Stage() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="session")
async def acted(person: BrowserContext, playwright: Playwright) -> Acted:
    """What the person's events hit."""
    await register(playwright)
    found = Acted()
    await found.listen(person)
    return found


@pytest.fixture
async def human(person: BrowserContext, acted: Acted) -> AsyncIterator[Human]:
    """A person in front of one empty window."""
    page = await person.new_page()
    for other in person.pages[:-1]:
        await other.close()
    acted.clear()
    yield Human(page, await person.new_cdp_session(page))
    await asyncio.sleep(0)
