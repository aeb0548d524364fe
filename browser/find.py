"""Finds a browser on this machine: a setting, Playwright's own download, then what the system has."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from clerkwork.browser.errors import BrowserMissing
from clerkwork.browser.places import COMMANDS, DOWNLOADED, Kind, download_folder, installed_places, kind_of

SETTING = "CLERKWORK_BROWSER"
_DOWNLOAD_NAMES: dict[Kind, str] = {"headless-shell": "chromium-headless-shell", "chromium": "chromium"}
_INSTALL = (
    "run 'clerkwork doctor --fix', or install one: 'playwright install chromium-headless-shell chromium' anywhere, "
    "'apt install chromium chromium-headless-shell' on Debian, Chrome or Edge on Windows and macOS"
)


@dataclass(frozen=True)
class FoundBrowser:
    """A browser on disk. `source` says in words how it was found."""

    path: Path
    kind: Kind
    source: str


def find_browser(
    setting: str | None = None, headless: bool = True, env: Mapping[str, str] = os.environ
) -> FoundBrowser:
    """The browser to use, by the first rule that gives one.

    `setting` (or the environment's CLERKWORK_BROWSER) is a path, a command on PATH, or a kind such
    as `chrome` or `edge`; it is taken at its word, so a wrong one is an error and not a reason to look on.

    Raises `BrowserMissing`.
    """
    asked = setting or env.get(SETTING)
    if asked:
        return _as_asked(asked, headless, env)
    for found in _everywhere(headless, env):
        return found
    what = "no browser was found" if headless else "no browser that can show a window was found"
    raise BrowserMissing(f"{what}: neither Playwright's own nor Chromium, Chrome or Edge is here", _INSTALL)


def _everywhere(headless: bool, env: Mapping[str, str]) -> Iterator[FoundBrowser]:
    kinds = [kind for kind in COMMANDS if headless or kind != "headless-shell"]
    for kind in kinds:
        yield from _downloaded(kind, env)
    for kind in kinds:
        yield from _installed(kind, env)


def _as_asked(asked: str, headless: bool, env: Mapping[str, str]) -> FoundBrowser:
    found = _named(asked, env)
    if found is None:
        message = (
            f"the browser '{asked}' that {SETTING} or --browser names is neither a file nor a command on PATH"
        )
        raise BrowserMissing(message, f"correct it, or unset it and {_INSTALL}")
    if not headless and found.kind == "headless-shell":
        message = f"the browser '{found.path}' cannot show a window, and this command needs one"
        raise BrowserMissing(message, f"name a full Chromium, Chrome or Edge in {SETTING}, or add --headless")
    return found


def _named(asked: str, env: Mapping[str, str]) -> FoundBrowser | None:
    kind = next((kind for kind, commands in COMMANDS.items() if asked == kind or asked in commands), None)
    for found in _installed(kind, env) if kind else ():
        return found
    path = shutil.which(Path(asked).expanduser(), path=env.get("PATH"))
    return FoundBrowser(Path(path), kind_of(Path(path)), f"setting '{asked}'") if path else None


def _installed(kind: Kind, env: Mapping[str, str]) -> Iterator[FoundBrowser]:
    for command in COMMANDS[kind]:
        path = shutil.which(command, path=env.get("PATH"))
        if path:
            yield FoundBrowser(Path(path), kind, f"'{command}' on PATH")
    for place in installed_places(kind, sys.platform, env, Path.home()):
        if place.is_file():
            yield FoundBrowser(place, kind, "installed on this system")


def _downloaded(kind: Kind, env: Mapping[str, str]) -> Iterator[FoundBrowser]:
    package = _playwright_package()
    if package is None or kind not in _DOWNLOAD_NAMES:
        return
    name = _DOWNLOAD_NAMES[kind]
    revision = _wanted_revision(package, name)
    folder = download_folder(sys.platform, env, Path.home(), package)
    folder /= f"{name.replace('-', '_')}-{revision}"
    # Playwright writes the marker last: without it the download was cut off.
    if not (folder / "INSTALLATION_COMPLETE").exists():
        return
    for pattern in DOWNLOADED[kind]:
        for path in sorted(folder.glob(pattern)):
            yield FoundBrowser(path, kind, "downloaded by Playwright")


def _playwright_package() -> Path | None:
    spec = importlib.util.find_spec("playwright")  # finds it without the second that importing it costs
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / "driver" / "package"


def _wanted_revision(package: Path, name: str) -> str | None:
    try:
        listed = json.loads((package / "browsers.json").read_text(encoding="utf-8"))["browsers"]
    except (OSError, ValueError, KeyError):
        return None
    return next((str(entry["revision"]) for entry in listed if entry["name"] == name), None)
