"""Starts a browser of our own, or attaches to one that somebody else started."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from playwright.async_api import Browser, BrowserContext, Error, Playwright

from clerkwork.browser.errors import BrowserUnreachable, BrowserWontStart
from clerkwork.browser.find import FoundBrowser, find_browser

# On top of Playwright's own, which already switch off sync, updates and first-run pages, and fix the
# colour profile. Frames stay limited to the display's rate: without the limit a
# click is 15 ms faster, but a page with one spinner takes two whole cores (docs/decisions/0002).
_FLAGS = (
    "--disable-domain-reliability",  # with --no-pings: no word to anybody but the bot's systems
    "--no-pings",
    "--font-render-hinting=none",  # with --disable-lcd-text: the same pixels whatever the desktop's settings
    "--disable-lcd-text",
)
_SHARED_MEMORY = "/dev/shm"  # noqa: S108  (only its free space is looked at)
_ROOMY = 2 * 2**30
"""Bytes; a browser uses some tens of megabytes of it at a time, and several may run."""

_START_MS = 30_000
_ATTACH_MS = 15_000


@dataclass(frozen=True)
class BrowserFacts:
    """What evidence says about the browser; `folder` names baselines, since each version and platform draws in
    its own way."""

    name: str
    version: str
    platform: str
    headless: bool

    @property
    def folder(self) -> str:
        return f"{self.name}-{self.version.partition('.')[0]}-{self.platform}"


@asynccontextmanager
async def launch(
    playwright: Playwright,
    headless: bool = True,
    setting: str | None = None,
    args: Sequence[str] = (),
) -> AsyncIterator[Browser]:
    """A browser that is closed at the end.

    Raises `BrowserMissing` when none is found, `BrowserWontStart` when it does not come up in 30 s.
    """
    found = find_browser(setting, headless)
    try:
        browser = await playwright.chromium.launch(
            executable_path=found.path,
            headless=headless,
            args=[*_FLAGS, *args],
            ignore_default_args=unwanted_args(),
            chromium_sandbox=not _is_root(),
            timeout=_START_MS,
            # The commands end runs themselves, with their evidence complete.
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )
    except Error as error:
        raise _wont_start(found, error) from error
    try:
        yield browser
    finally:
        await browser.close()


@asynccontextmanager
async def attach(playwright: Playwright, endpoint_url: str) -> AsyncIterator[BrowserContext]:
    """The default context of a browser that somebody else started; it stays open at the end.

    `endpoint_url` is what `--remote-debugging-port` opened, such as `http://127.0.0.1:9222`.

    Raises `BrowserUnreachable`.
    """
    try:
        # No defaults: where downloads go, focus and colours stay as the browser's owner has them.
        browser = await playwright.chromium.connect_over_cdp(
            endpoint_url, timeout=_ATTACH_MS, no_defaults=True
        )
    except Error as error:
        raise _unreachable(endpoint_url, first_line(error)) from error
    try:
        if not browser.contexts:
            raise _unreachable(endpoint_url, "it has no window open")
        yield browser.contexts[0]
    finally:
        await browser.close()  # over CDP this only hangs up


def browser_facts(browser: Browser, headless: bool = True) -> BrowserFacts:
    """Name, version and platform of a running browser; Playwright cannot tell whether it shows a window."""
    return BrowserFacts(browser.browser_type.name, browser.version, sys.platform, headless)


def first_line(error: Exception) -> str:
    """What a Playwright error says, without its call log."""
    text = str(error).strip().splitlines()
    return text[0] if text else type(error).__name__


def unwanted_args(shared_memory: str = _SHARED_MEMORY, roomy: int = _ROOMY) -> list[str]:
    """Which of Playwright's own arguments to leave out; `roomy` are bytes that must be free in the shared memory.

    Playwright has Chromium keep what its processes share, every frame and every picture, in files on the disk, since
    a container may have too little memory for that (Docker gives 64 MB) and the browser would crash. Where there is
    plenty, a picture takes a fifth less of the processor without those files, and the disk stays quiet.
    """
    try:
        free = shutil.disk_usage(shared_memory).free
    except OSError:
        return []
    return ["--disable-dev-shm-usage"] if free >= roomy else []


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _wont_start(found: FoundBrowser, error: Error) -> BrowserWontStart:
    text = str(error)
    if "sandbox" in text.lower():
        hint = "let this user create user namespaces (sysctl kernel.unprivileged_userns_clone=1), or run in a container as root"
    elif "DISPLAY" in text or "headed browser" in text:
        hint = "there is no display: add --headless, or start it under 'xvfb-run'"
    elif "shared libraries" in text or "dependencies" in text:
        hint = "libraries of the system are missing: run 'playwright install-deps chromium', or install the system's Chromium"
    else:
        hint = "run 'clerkwork doctor' to see what is wrong with it"
    return BrowserWontStart(f"the browser '{found.path}' did not start: {first_line(error)}", hint)


def _unreachable(endpoint_url: str, seen: str) -> BrowserUnreachable:
    hint = "start the browser with --remote-debugging-port=9222 and its own --user-data-dir, and give that address"
    return BrowserUnreachable(f"no browser can be reached at '{endpoint_url}': {seen}", hint)
