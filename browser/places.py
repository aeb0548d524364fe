"""Where browsers usually are: pure lists of paths for a platform, nothing is touched here.

Sources: Playwright's `registry/index.ts` (cache folders, executable paths inside them, and the
channels' places on Windows and macOS) and the packages of Debian, Fedora and Ubuntu.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Literal

Kind = Literal["headless-shell", "chromium", "chrome", "edge"]

# Best first. The headless shell starts six times faster than a full browser, but has no window.
COMMANDS: dict[Kind, tuple[str, ...]] = {
    "headless-shell": ("chromium-headless-shell", "chrome-headless-shell"),
    "chromium": ("chromium", "chromium-browser"),
    "chrome": ("google-chrome", "google-chrome-stable", "chrome"),
    "edge": ("microsoft-edge", "microsoft-edge-stable", "msedge"),
}

_MAC_APPS: dict[Kind, str] = {
    "chromium": "Chromium.app/Contents/MacOS/Chromium",
    "chrome": "Google Chrome.app/Contents/MacOS/Google Chrome",
    "edge": "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
}
_WINDOWS_PROGRAMS: dict[Kind, str] = {
    "chromium": "Chromium/Application/chrome.exe",
    "chrome": "Google/Chrome/Application/chrome.exe",
    "edge": "Microsoft/Edge/Application/msedge.exe",
}
_WINDOWS_ROOTS = ("LOCALAPPDATA", "PROGRAMFILES", "PROGRAMFILES(X86)")

# Inside one of Playwright's browser folders; which one depends on platform and Playwright version.
DOWNLOADED: dict[Kind, tuple[str, ...]] = {
    "headless-shell": (
        "chrome-headless-shell-*/chrome-headless-shell",
        "chrome-headless-shell-*/chrome-headless-shell.exe",
        "chrome-linux*/headless_shell",
        "chrome-mac*/headless_shell",
        "chrome-win*/headless_shell.exe",
    ),
    "chromium": (
        "chrome-linux*/chrome",
        "chrome-win*/chrome.exe",
        "chrome-mac*/*.app/Contents/MacOS/*",
    ),
}


def installed_places(kind: Kind, system: str, env: Mapping[str, str], home: Path) -> list[Path]:
    """Full paths beside PATH where a browser of this kind is usually installed (may not exist).

    Linux packages put theirs on PATH.
    """
    if system == "darwin" and kind in _MAC_APPS:
        return [root / _MAC_APPS[kind] for root in (Path("/Applications"), home / "Applications")]
    if system == "win32" and kind in _WINDOWS_PROGRAMS:
        roots = [env[name] for name in _WINDOWS_ROOTS if env.get(name)]
        return [Path(root) / _WINDOWS_PROGRAMS[kind] for root in roots]
    return []


def download_folder(system: str, env: Mapping[str, str], home: Path, package: Path) -> Path:
    """Where Playwright keeps the browsers that it downloads; `package` is its driver's package folder."""
    setting = env.get("PLAYWRIGHT_BROWSERS_PATH")
    if setting == "0":
        return package / ".local-browsers"
    if setting:
        return Path(setting)
    if system == "darwin":
        return home / "Library" / "Caches" / "ms-playwright"
    if system == "win32":
        return Path(env.get("LOCALAPPDATA") or home / "AppData" / "Local") / "ms-playwright"
    return Path(env.get("XDG_CACHE_HOME") or home / ".cache") / "ms-playwright"


def kind_of(executable: PurePath) -> Kind:
    """The kind that a path's name gives away; anything unknown is taken for a Chromium."""
    name = executable.name.lower().removesuffix(".exe")
    if "headless" in name:
        return "headless-shell"
    if "edge" in name:
        return "edge"
    return "chrome" if "chrome" in name else "chromium"
