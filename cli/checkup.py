"""What `clerkwork doctor` looks at: each function looks at one thing and returns a finding."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from clerkwork.browser.errors import BrowserError
from clerkwork.browser.find import find_browser
from clerkwork.selectors.ocr import PACKAGES

State = Literal["ok", "missing", "optional"]

_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
_FONT_FILES = (".ttf", ".otf", ".ttc", ".pfb", ".pcf.gz")
_PROOF = "<title>ready</title><button>Reserve</button>"


@dataclass(frozen=True)
class Finding:
    """`missing` stops bots from running; `optional` only limits what they can do."""

    name: str
    state: State
    seen: str
    remedy: str | None = None


def examine() -> list[Finding]:
    """Everything, the browser started included (about a second)."""
    return [python(), browser(), window(), display(), fonts(), ocr(), desktop(), signing_key()]


def python() -> Finding:
    return Finding("python", "ok", f"{platform.python_version()} at {sys.executable}")


def browser() -> Finding:
    """Starts the browser that bots use and opens a page in it."""
    try:
        found = find_browser()
        version = asyncio.run(_open_a_page())
    except BrowserError as error:
        return Finding("browser", "missing", str(error), error.hint)
    return Finding("browser", "ok", f"{found.path} ({version}, {found.source}) starts and opens a page")


async def _open_a_page() -> str:
    from playwright.async_api import Error, async_playwright

    from clerkwork.browser.errors import BrowserWontStart
    from clerkwork.browser.launch import browser_facts, launch

    async with async_playwright() as playwright, launch(playwright) as running:
        try:
            page = await running.new_page()
            await page.set_content(_PROOF, timeout=15_000)
            await page.get_by_role("button", name="Reserve").click(timeout=15_000)
        except Error as error:
            raise BrowserWontStart(f"the browser starts, but opens no page: {error}") from error
        return f"{browser_facts(running).name} {running.version}"


def window() -> Finding:
    """A browser that a person can work in, for recording; not started here, it would pop up."""
    try:
        found = find_browser(headless=False)
    except BrowserError as error:
        return Finding("window", "optional", f"{error} (needed to record)", error.hint)
    return Finding("window", "ok", f"{found.path} ({found.source})")


def display() -> Finding:
    if sys.platform != "linux":
        return Finding("display", "ok", "the desktop's own")
    name = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    if name:
        return Finding("display", "ok", name)
    remedy = "bots need none; to record here start it under 'xvfb-run', with --headless, or with --connect"
    return Finding("display", "optional", "none", remedy)


def fonts() -> Finding:
    """A bare Debian Chromium has no font at all, and then every letter in a screenshot is an empty box."""
    if sys.platform != "linux":
        return Finding("fonts", "ok", "the system's own")
    count = _fonts_known() or sum(1 for _ in _fonts_on_disk())
    if count:
        return Finding("fonts", "ok", f"{count} fonts")
    remedy = "run 'clerkwork doctor --fix', or install one such as Debian's fonts-dejavu-core"
    return Finding("fonts", "missing", "none: pages would show empty boxes for letters", remedy)


def _fonts_known() -> int:
    command = shutil.which("fc-list")
    if command is None:
        return 0
    listed = subprocess.run([command], capture_output=True, text=True, check=False, timeout=30)  # noqa: S603  (from PATH)
    return len(listed.stdout.splitlines())


def _fonts_on_disk() -> Iterator[Path]:
    for folder in _FONT_FOLDERS:
        for path in Path(folder).expanduser().rglob("*"):
            if path.name.lower().endswith(_FONT_FILES):
                yield path


def ocr() -> Finding:
    return _extra("ocr", "ocr", PACKAGES, "bots cannot read text off pictures")


def desktop() -> Finding:
    return _extra("desktop", "desktop", ("pyautogui", "mss"), "bots cannot work on native windows")


def _extra(name: str, extra: str, modules: tuple[str, ...], without: str) -> Finding:
    missing = [module for module in modules if importlib.util.find_spec(module) is None]
    if not missing:
        return Finding(name, "ok", ", ".join(modules))
    return Finding(name, "optional", f"not installed: {without}", f"pip install 'clerkwork[{extra}]'")


def signing_key() -> Finding:
    from clerkwork.evidence.errors import SigningKeyError
    from clerkwork.evidence.key_store import keys_folder, known_keys

    try:
        own = next((known for known in known_keys() if known.seals), None)
    except SigningKeyError as error:
        return Finding(
            "signing key", "missing", str(error), "'clerkwork keys --help' says where keys come from"
        )
    if own is None:
        return Finding("signing key", "ok", f"none yet; the first run makes {keys_folder() / 'signing.pem'}")
    return Finding("signing key", "ok", f"{own.key.keyid[:16]} from {own.source}")
