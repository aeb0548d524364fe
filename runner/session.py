"""One attempt's browser session: everything that a step needs to act and to look."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Page

from clerkwork.bots.bot import Bundle
from clerkwork.bots.errors import BotError
from clerkwork.bots.expressions import render, true
from clerkwork.bots.learned import Learned
from clerkwork.bots.step import Refusal, Step
from clerkwork.browser.launch import BrowserFacts
from clerkwork.evidence.errors import EvidenceError
from clerkwork.evidence.run_folder import RunFolder
from clerkwork.runner.asking import Asker
from clerkwork.runner.commits import Commits
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.dialogs import Answer, Dialogs
from clerkwork.runner.errors import (
    BrowserGone,
    Fenced,
    LeftSystems,
    ServerFault,
    StepUnusable,
    SystemUnreachable,
)
from clerkwork.runner.fence import Fence
from clerkwork.runner.heals import Heals
from clerkwork.runner.lease import Alone, Lease
from clerkwork.runner.shots import Camera
from clerkwork.runner.traffic import Traffic
from clerkwork.runner.windows import Windows
from clerkwork.selectors.stays import Stays
from clerkwork.selectors.target import Target

if TYPE_CHECKING:
    from clerkwork.runner.ahead import Ahead
    from clerkwork.runner.entered import Entry
    from clerkwork.runner.inspection import Inspection


LONGEST = 604_800.0
"""Seconds; a week is the longest that any step may take, and only a question to a person takes so long."""


@dataclass(frozen=True)
class Review:
    """Something that a person must look at before the run counts as done: a picture, or a heal."""

    index: int
    what: str
    is_heal: bool = False


@dataclass
class Session:
    """The windows, traffic, dialogs, values and evidence of one attempt. `index` and `refusals` are the
    running step's, and `acted` tells whether it has touched the page; while `ending`, what the browser does is no news any more."""

    bundle: Bundle
    systems: Mapping[str, str]
    scope: dict[str, Any]
    folder: RunFolder
    context: BrowserContext
    windows: Windows
    traffic: Traffic
    dialogs: Dialogs
    camera: Camera
    browser: BrowserFacts
    store: Commits
    lease: Lease = field(default_factory=Alone)
    place: Lease = field(default_factory=Alone)
    attempt: int = 1
    index: int = 0
    notes: list[str] = field(default_factory=list)
    downloads: asyncio.Queue[Any] = field(default_factory=asyncio.Queue)
    last_window: str = "main"
    refusals: tuple[Refusal, ...] = ()
    reviews: list[Review] = field(default_factory=list)
    heals: Heals = field(default_factory=Heals)
    learned: Learned = field(default_factory=Learned)
    entered: list[Entry] = field(default_factory=list)
    dry_run: bool = False
    inspection: Inspection | None = None
    asker: Asker | None = None
    acted: bool = False
    act_before: float | None = None
    commit_found: bool = False
    found_at: str | None = None
    done_up_to: int = 0
    ahead: Ahead | None = None
    ending: bool = False
    fence: Fence = field(init=False)
    _unwritten: EvidenceError | None = None
    _aside: Page | None = None

    def __post_init__(self) -> None:
        self.fence = Fence(self.context, self.check_right)

    def tell(self, event: str, **data: Any) -> None:
        """Journal an event of the running step."""
        self.folder.journal.append(event, index=self.index, **data)

    def overhear(self, event: str, **data: Any) -> None:
        """Journal what the browser did by itself. It calls from within its own event loop, where an error
        would be lost: one that the journal raises is kept for the next `check_faults`."""
        if self.ending:
            return
        try:
            self.tell(event, **data)
        except EvidenceError as error:
            self._unwritten = error

    def note(self, sentence: str) -> None:
        """Something a reader of the report should know about the running step."""
        self.notes.append(sentence)

    def text(self, template: str) -> str:
        """A text of the bot with its expressions replaced."""
        return render(template, self.scope)

    def commit_key(self, template: str) -> str:
        """A commit's key as files may hold it: what must not be in one is replaced, and told apart by a digest."""
        key = self.text(template)
        shown = self.folder.journal.redactor.text(key)
        return key if shown == key else f"{shown} #{hashlib.sha256(key.encode()).hexdigest()[:16]}"

    def told(self, step: Step) -> str:
        """The step in words with this run's values; secrets by their names."""
        labels = {name: f"«secret:{name}»" for name in self.scope["secrets"]}
        try:
            return render(step.words(), self.scope | {"secrets": labels})
        except BotError:
            return step.words()

    def holds(self, condition: str) -> bool:
        return true(condition, self.scope)

    def recorded(self, name: str) -> Target:
        """The target as the bot has it."""
        return self.bundle.targets.targets[name]

    def target(self, name: str) -> Target:
        """The target as it is found in this run: as it was healed, if it had to be."""
        return self.heals.targets.get(name) or self.recorded(name)

    def deadline(self, step: Step, at_most: float = LONGEST) -> Deadline:
        """When the step must have happened."""
        return Deadline.after(min(step.patience() or self.bundle.bot.timeout, at_most))

    def view(self) -> list[Page]:
        """The windows to look at: all that are open, or the one set aside."""
        return [self._aside] if self._aside else self.windows.pages()

    @property
    def probing(self) -> bool:
        """Whether the console is being asked, aside, if a commit happened."""
        return self._aside is not None

    @asynccontextmanager
    async def aside(self) -> AsyncIterator[Page]:
        """Work in a window of its own for a while, signed in the same, with the others out of sight."""
        main, last = self.windows.find("main"), self.last_window
        self.traffic.forget_faults()
        self._aside = page = await self.windows.open("main")
        try:
            yield page
        finally:
            self._aside = None
            self.last_window = last
            await page.close()
            if main is not None:
                self.windows.adopt("main", main)

    def address(self, where: str) -> str:
        """`system:/path` as a URL; the path may hold expressions."""
        name, _, path = where.partition(":")
        base = self.systems[name].rstrip("/")
        return base + self.text(path if path.startswith("/") else f"/{path}")

    def system_of(self, url: str) -> str | None:
        """The name of the system that a page belongs to."""
        return next((name for name, base in self.systems.items() if origin_of(base) == origin_of(url)), None)

    def stays(self, url: str) -> Stays:
        """What usually stays of an element on the system of that page, as far as it was learned."""
        return Stays().learned(self.learned.counts(self.system_of(url)))

    def answers(self, step: Any) -> list[Answer]:
        """The answers to the dialogs that the step declares."""
        return [
            Answer(
                type=dialog.type,
                accept=dialog.answer == "accept",
                text=None if dialog.text is None else self.text(dialog.text),
                message=None if dialog.message is None else self.text(dialog.message),
            )
            for dialog in step.dialogs
        ]

    def page(self) -> Page | None:
        """The window that the last step worked on, or the newest that is open."""
        pages = self.windows.pages()
        return self.windows.find(self.last_window) or (pages[-1] if pages else None)

    def file(self, path: str) -> Path:
        """A file that a step names: inside the bundle, or as an input of type file gave it.

        Raises StepUnusable for any other, however the name came about, and for one that is not there.
        """
        declared = self.bundle.bot.inputs
        given = {
            str(value)
            for name, value in self.scope["inputs"].items()
            if name in declared and declared[name].type == "file"
        }
        home = self.bundle.folder.resolve()
        file = Path(path) if path in given else (home / path).resolve()
        if path not in given and not file.is_relative_to(home):
            raise StepUnusable(
                f"the file {path!r} is outside the bot's folder and no input of type file names it",
                "put the file into the bot's folder, or declare an input of type file for it",
            )
        if not file.is_file():
            raise StepUnusable(f"there is no file {str(file)!r}", "put it there, or give another")
        return file

    async def check_right(self) -> None:
        """Raise Fenced when the work is somebody else's by now, or could be as soon as it is done."""
        await self.lease.check()
        await self.place.check()
        if self.act_before is not None and time.monotonic() > self.act_before:
            raise Fenced(
                "the commit was not begun in the time for which it was held",
                "the machine was asleep or overloaded; start the run again",
            )

    def check_alive(self) -> None:
        """Raise BrowserGone when the browser, or the process that draws a page, is no longer there."""
        browser = self.context.browser
        if browser is not None and not browser.is_connected():
            raise BrowserGone("the browser crashed or was closed", "start the run again")
        self.windows.check()

    def check_faults(self) -> None:
        """Raise what the browser saw go wrong since the step began."""
        self.check_alive()
        if self._unwritten:
            raise self._unwritten
        self.dialogs.check()
        if self.traffic.foreign:
            foreign, self.traffic.foreign = self.traffic.foreign, None
            raise LeftSystems(
                f"the page went to {foreign}, which is none of the bot's systems",
                "if it belongs to a system, add its origin under `systems: … also:`",
            )
        if self.traffic.server_fault:
            raise ServerFault(
                f"the console answered {self.traffic.server_fault}", "look at the console's own log"
            )
        if self.traffic.unreachable:
            raise SystemUnreachable(
                f"no answer from {self.traffic.unreachable}",
                "is the console running, and is the address right?",
            )


def origins_of(bundle: Bundle, systems: Mapping[str, str]) -> frozenset[str]:
    """The origins that the bot may open."""
    urls = [*systems.values(), *(also for system in bundle.bot.systems.values() for also in system.also)]
    return frozenset(origin_of(url) for url in urls)


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()
