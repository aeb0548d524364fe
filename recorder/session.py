"""Watches a person work in a browser. The thin driver of this room: it turns what Playwright and the pages
report into events; what they mean is decided in `normalise.py`."""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import (
    BrowserContext,
    CDPSession,
    Error,
    Frame,
    Page,
    Playwright,
)
from pydantic import ValidationError

from clerkwork.bots.systems import origin_of
from clerkwork.evidence.errors import EvidenceError
from clerkwork.recorder import splice
from clerkwork.recorder.broken_off import whole
from clerkwork.recorder.downloads import keep_facts
from clerkwork.recorder.errors import RecorderError
from clerkwork.recorder.events import AnyEvent, Spelled, Typed
from clerkwork.recorder.frame_path import complete
from clerkwork.recorder.normalise import Options, Recording, steps_of
from clerkwork.recorder.opening import VIEWPORT, opened, running, wants_toolbar
from clerkwork.recorder.order import Order
from clerkwork.recorder.page_source import BINDING, FOLLOW, LOOK, capture_script
from clerkwork.recorder.panel import Panel
from clerkwork.recorder.pictures import Album, keep_crop
from clerkwork.recorder.requests import Requests
from clerkwork.recorder.saving import save
from clerkwork.recorder.trail import Trail, look_first
from clerkwork.recorder.uploads import Uploads
from clerkwork.recorder.watch import PageWatch
from clerkwork.recorder.windows import Windows

_ACTS = frozenset(
    {"down", "up", "clicked", "dragged", "hovered", "scrolled"}
    | {"typed", "chosen", "ticked", "uploaded", "pressed", "checked"}
)
_ALWAYS = frozenset({"started", "window_opened", "signed_in"})
"""Events that are kept while recording is paused: without them later ones would mean nothing."""

_QUIET = 0.3
_LAST_WORDS = 0.15
_UNDERWAY = 1.0
"""Seconds that a document has to hand over, after the end, what it had reported before."""

_PATIENCE = 5.0
_MOST_DELAY = 2.0


@dataclass(frozen=True)
class Listeners:
    """What the caller wants to hear: that recording began, and each step in words once it is settled."""

    ready: Callable[[], None] = lambda: None
    step: Callable[[str], None] = lambda words: None


@dataclass(frozen=True)
class Recorded:
    """Where the bot is, and what is in it."""

    path: Path
    recording: Recording


async def record(
    order: Order,
    stop: asyncio.Event,
    listeners: Listeners | None = None,
    playwright: Playwright | None = None,
) -> Recorded:
    """Records until `stop` is set, the person stops it, or the browser is gone; then saves the bot.

    `playwright` is one that runs already; else one is started. Raises RecorderError, BrowserError, StorageError.
    """
    begin = Trail.resume if order.resume else Trail.begin
    look_first(order.folder, order.resume, splice=order.splice is not None)
    async with running(playwright) as driver, opened(driver, order, stop) as context:
        if order.splice and not order.resume:
            splice.begin(order.folder, order.splice)
        with contextlib.closing(begin(order.folder, order.secrets)) as trail:
            session = Session(order, trail, stop, listeners or Listeners())
            await session.listen(context)
            if not order.connect:
                await session.open(context, order.url)
            session.listeners.ready()
            await session.until_stopped()
            return session.save()


def _album(page: Page, session: CDPSession) -> Album:
    async def shoot() -> str:
        shot = await session.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})
        return str(shot["data"])

    return Album(shoot, lambda: page.evaluate(LOOK))


class Session:
    """One sitting: what is known of the open pages, and the way from a report to an event."""

    def __init__(self, order: Order, trail: Trail, stop: asyncio.Event, listeners: Listeners) -> None:
        self.order = order
        self.trail = trail
        self.listeners = listeners
        self._stop = stop
        self._windows = Windows(self._emit)
        self._windows.remember(trail.events)
        self._kept = order.splice.names() if order.splice else None
        if order.splice:
            self._windows.taken.update(order.splice.windows())
        self._requests = Requests(self._windows, self._spawn)
        self._uploads = Uploads(order.folder)
        self._tasks: set[asyncio.Task[None]] = set()
        self._context: BrowserContext | None = None
        self._toolbar = False
        self._last_act = 0.0
        self._told = 0
        self._telling: asyncio.TimerHandle | None = None
        self._panel = Panel(self, order.splice.start if order.splice else 0)
        if order.splice and not order.connect:
            self._panel.wait(f"Bring the console to {order.splice.place}, then go on")
        self._watching: dict[Page, asyncio.Task[None]] = {}
        self._watches: dict[Page, PageWatch] = {}
        self._fault: EvidenceError | None = None
        self._stopped_at = math.inf
        self._tainted: set[str] = set()
        self._albums: dict[Page, Album] = {}

    async def listen(self, context: BrowserContext) -> None:
        """Listens to every page and frame there is, and to those that come."""
        self._context = context
        told = {"systems": dict(self.order.systems), "inputs": dict(self.order.inputs)}
        viewport = None if self.order.connect else VIEWPORT
        self._emit(
            {"kind": "started", "resumed": self.order.resume, "viewport": viewport, "at": time.time(), **told}
        )
        self._toolbar = await wants_toolbar(self.order, context)
        script = capture_script(toolbar=self._toolbar, prefer=tuple(self.order.inputs.values()))
        # Left to the person: Playwright dismisses dialogs that nobody listens to.
        context.on("dialog", lambda _: None)
        context.on("request", self._requests.see)
        context.on("page", self._begin_watching)
        await context.expose_binding(BINDING, self._hear)
        await context.add_init_script(script)
        await asyncio.gather(*(self._join(page, script) for page in context.pages))

    async def open(self, context: BrowserContext, url: str) -> None:
        """Opens the first page, as a person would by typing its address."""
        page = await context.new_page()
        await self._watching[page]
        with contextlib.suppress(Error):  # the person sees what is wrong, and may type another address
            await page.goto(url, wait_until="commit")

    async def until_stopped(self) -> None:
        await self._stop.wait()
        self._stopped_at = time.time()
        await asyncio.sleep(_LAST_WORDS)
        await self._hear_out()
        await self._uploads.complete(1.0)
        if self._telling:
            self._telling.cancel()
        if self._fault:
            raise RecorderError(str(self._fault), "what was recorded before is kept: go on by --resume")

    async def _hear_out(self) -> None:
        """A document answers after it has handed over every report: none that was underway is lost."""
        pages = self._context.pages if self._context else []
        asked = [self._inject(frame.evaluate("0"), _UNDERWAY) for page in pages for frame in page.frames]
        await asyncio.gather(*asked)

    def save(self) -> Recorded:
        """Writes the bot; the journal stays, so that one can go on."""
        for task in self._tasks:
            task.cancel()
        for album in self._albums.values():
            album.close()
        self.trail.settle()
        recording = steps_of(whole(self.trail.events, self.order.folder), self._options())
        self._say(recording, len(recording.steps))
        path = save(self.order.folder, self.order.name, recording, self.order.splice)
        return Recorded(path, recording)

    def _options(self) -> Options:
        """Systems and inputs of earlier sittings hold unless they are given anew."""
        started = [event for event in self.trail.events if event.kind == "started"]
        systems = {name: url for event in started for name, url in event.systems.items()}
        inputs = {name: value for event in started for name, value in event.inputs.items()}
        return Options(systems=systems, inputs=inputs, kept=self._kept)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _begin_watching(self, page: Page) -> asyncio.Task[None]:
        self._watching[page] = task = self._spawn(self._watch(page))
        return task

    async def _join(self, page: Page, script: str) -> None:
        """Listens to a page that was open before."""
        await self._begin_watching(page)
        await asyncio.gather(*(self._inject(frame.evaluate(script)) for frame in page.frames))

    @staticmethod
    async def _inject(evaluation: Coroutine[Any, Any, Any], patience: float = _PATIENCE) -> None:
        # A frame may be gone, or a dialog may keep its page from answering: then there is nothing to hear yet.
        with contextlib.suppress(Error, TimeoutError):
            await asyncio.wait_for(evaluation, patience)

    async def _watch(self, page: Page) -> None:
        page.on("popup", lambda popup: self._windows.opened(page, popup))
        page.on("close", lambda _: self._closed(page))
        if not self.order.connect:
            page.on("download", lambda file: self._spawn(keep_facts(self._windows, page, file)))
        with contextlib.suppress(Error):  # a window may be gone before we look at it
            is_popup = await page.opener() is not None
            session = await page.context.new_cdp_session(page)
            watch = PageWatch(
                page,
                self._windows,
                self._spawn,
                self._requests.signed_in,
                downloads=bool(self.order.connect),
                popup=is_popup,
                tainted=self._tainted,
            )
            self._watches[page] = watch
            await watch.start(session)
            self._albums[page] = album = _album(page, session)
            page.on("framenavigated", lambda frame: self._loaded(page, frame))
            album.stir()

    def _hear(self, source: Any, text: str) -> None:
        """One report of a page."""
        shape = json.loads(text)
        kind = shape.get("kind")
        if kind == "piece":
            self._uploads.take(shape)
        elif shape.get("at", 0.0) > self._stopped_at:
            return
        elif kind == "command":
            self._panel.obey(shape.get("command"), str(shape.get("title", "")), source["frame"])
            if shape.get("command") in ("commit", "checkpoint"):
                asked = {"kind": "asked", "what": shape["command"], "title": shape.get("title", "")}
                self._act(source["page"], source["frame"], asked | {"at": shape.get("at", time.time())})
        elif kind == "reacted":
            self._emit(shape | {"window": self._windows.name(source["page"])})
        elif kind == "traversed":
            self._traversed(source["page"])
        elif kind in _ACTS:
            self._act(source["page"], source["frame"], shape)

    def _act(self, page: Page, frame: Frame, shape: dict[str, Any]) -> None:
        if abs(time.time() - shape.get("at", 0.0)) > _MOST_DELAY:  # another machine's clock
            shape["at"] = time.time()
        shape["window"] = self._windows.name(page)
        shape["origin"] = origin_of(frame.url)
        complete(shape.get("subject"), frame)
        complete(shape.get("to"), frame)
        if shape["kind"] == "uploaded":
            shape["files"] = [self._uploads.expect(one) for one in shape.get("files", ())]
        if shape.get("secret") and page in self._watches:
            self._watches[page].secret_typed = True
        self._last_act = time.time()
        self._requests.after(self._last_act)
        self._picture(page, shape)
        event = self._emit(shape)
        if isinstance(event, Spelled) or (isinstance(event, Typed) and "«secret:" in (event.value or "")):
            self._no_more_pictures(page)

    def _traversed(self, page: Page) -> None:
        """A script of the page goes through the history: that is not the person's button."""
        if page in self._watches:
            self._watches[page].went_by_itself = time.time()

    def _no_more_pictures(self, page: Page) -> None:
        if page in self._albums:
            self._albums[page].close()

    def _picture(self, page: Page, shape: dict[str, Any]) -> None:
        album = self._albums.get(page)
        cut = album.crop(shape) if album else None
        if cut:
            shape["picture"], shape["spot"] = keep_crop(self.order.folder, cut.png), cut.spot
        if album:
            album.stir()

    def _loaded(self, page: Page, frame: Frame) -> None:
        """A new document is pictured and listened to anew, and has to be told what the recorder's state is."""
        album = self._albums[page]
        album.closed = album.closed and frame != page.main_frame
        album.stir()
        self._spawn(self._inject(frame.evaluate(FOLLOW, self._panel.state | {"first": True})))

    def _emit(self, shape: dict[str, Any]) -> AnyEvent | None:
        """Into the journal first; what a page made up is no event and is passed over."""
        if self._panel.paused and shape["kind"] not in _ALWAYS:
            return None
        return self._keep(shape)

    def _keep(self, shape: dict[str, Any]) -> AnyEvent | None:
        self._tell_soon()
        try:
            return self.trail.append(shape)
        except ValidationError:
            return None
        except EvidenceError as fault:  # the disk is full: nothing more can be kept
            self._fault = fault
            self._stop.set()
            return None

    def _closed(self, page: Page) -> None:
        if self._stop.is_set() or page not in self._windows.names:
            return
        by = "page" if time.time() - self._last_act < 1 else "person"
        name = self._windows.name(page)
        self._emit({"kind": "window_closed", "at": time.time(), "window": name, "by": by})

    def stop(self) -> None:
        self._stop.set()

    def recording(self) -> Recording:
        """What has been recorded by now."""
        return steps_of(self.trail.events, self._options())

    def wish(self, what: str, title: str = "") -> None:
        """The person's word about the steps, which holds while recording is paused, too."""
        self._keep({"kind": "asked", "what": what, "title": title, "at": time.time()})

    def say(self, words: str) -> None:
        """What was said before may have been taken back."""
        self._told = min(self._told, len(self.recording().steps))
        self.listeners.step(words)

    def spread(self, news: dict[str, Any], source: object | None) -> None:
        """Tells every other document what is new; its own state, told back late, would undo the next command."""
        frames = [frame for page in (self._context.pages if self._context else ()) for frame in page.frames]
        for frame in frames:
            if frame is not source:
                self._spawn(self._inject(frame.evaluate(FOLLOW, news)))

    def _tell_soon(self) -> None:
        if self._telling:
            self._telling.cancel()
        self._telling = asyncio.get_running_loop().call_later(_QUIET, self._tell)

    def _tell(self) -> None:
        """Says each step that nothing can change any more: all but the last."""
        recording = self.recording()
        self._say(recording, len(recording.steps) - 1)
        if self._toolbar:
            self._panel.count(len(recording.steps))

    def _say(self, recording: Recording, end: int) -> None:
        for number in range(self._told, max(end, self._told)):
            step = recording.steps[number]
            commit = " (commit)" if getattr(step, "commit", None) else ""
            self.listeners.step(f"{self._panel.first + number + 1:>3}  {step.words()}{commit}")
        self._told = max(end, self._told)
