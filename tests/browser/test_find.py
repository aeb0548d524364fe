from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from clerkwork.browser.errors import BrowserMissing
from clerkwork.browser.find import find_browser
from clerkwork.browser.places import Kind, download_folder, installed_places, kind_of

Install = Callable[[str], Path]


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    return folder


@pytest.fixture
def install(bin_folder: Path) -> Install:
    """Puts an executable of that name on the PATH of `env`."""

    def put(name: str) -> Path:
        path = bin_folder / (f"{name}.exe" if sys.platform == "win32" else name)
        path.write_text("", encoding="utf-8")
        path.chmod(0o755)
        return path

    return put


@pytest.fixture
def env(bin_folder: Path, tmp_path: Path) -> dict[str, str]:
    """A machine with an empty PATH and no downloads."""
    return {"PATH": str(bin_folder), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "downloads")}


def download(folder: Path, name: str, executable: str, complete: bool = True) -> Path:
    """What `playwright install` leaves, in the revision that the installed Playwright wants."""
    import playwright

    listed = Path(playwright.__file__).parent / "driver" / "package" / "browsers.json"
    entries = json.loads(listed.read_text(encoding="utf-8"))["browsers"]
    revision = next(entry["revision"] for entry in entries if entry["name"] == name)
    path = folder / f"{name.replace('-', '_')}-{revision}" / executable
    path.parent.mkdir(parents=True)
    path.touch(mode=0o755)
    if complete:
        (folder / f"{name.replace('-', '_')}-{revision}" / "INSTALLATION_COMPLETE").touch()
    return path


def test_the_headless_shell_comes_before_a_full_browser(env: dict[str, str], install: Install) -> None:
    install("google-chrome")
    install("chromium")
    shell = install("chromium-headless-shell")
    found = find_browser(env=env)
    assert (found.path, found.kind) == (shell, "headless-shell")


def test_a_window_needs_a_full_browser(env: dict[str, str], install: Install) -> None:
    install("chromium-headless-shell")
    chromium = install("chromium")
    assert find_browser(headless=False, env=env).path == chromium


def test_playwrights_own_download_comes_before_the_systems(
    env: dict[str, str], install: Install, tmp_path: Path
) -> None:
    install("chromium-headless-shell")
    own = download(
        tmp_path / "downloads",
        "chromium-headless-shell",
        "chrome-headless-shell-linux64/chrome-headless-shell",
    )
    found = find_browser(env=env)
    assert (found.path, found.source) == (own, "downloaded by Playwright")


def test_a_download_that_was_cut_off_does_not_count(
    env: dict[str, str], install: Install, tmp_path: Path
) -> None:
    download(tmp_path / "downloads", "chromium", "chrome-linux64/chrome", complete=False)
    chromium = install("chromium")
    assert find_browser(env=env).path == chromium


def test_a_setting_wins_over_everything_and_an_argument_over_the_environment(
    env: dict[str, str], install: Install
) -> None:
    install("chromium-headless-shell")
    chrome, edge = install("google-chrome"), install("msedge")
    asked = {**env, "CLERKWORK_BROWSER": "chrome"}
    assert (find_browser(env=asked).path, find_browser(env=asked).kind) == (chrome, "chrome")
    assert find_browser(str(edge), env=asked).path == edge


def test_a_wrong_setting_is_an_error_and_not_a_reason_to_look_on(
    env: dict[str, str], install: Install
) -> None:
    install("chromium")
    with pytest.raises(BrowserMissing, match="'/nowhere/chrome' that CLERKWORK_BROWSER"):
        find_browser(env={**env, "CLERKWORK_BROWSER": "/nowhere/chrome"})


def test_a_headless_shell_as_setting_cannot_show_a_window(env: dict[str, str], install: Install) -> None:
    install("chromium-headless-shell")
    with pytest.raises(BrowserMissing, match="cannot show a window"):
        find_browser("headless-shell", headless=False, env=env)


def test_no_browser_says_what_to_install(env: dict[str, str]) -> None:
    if any(place.is_file() for kind in ("chrome", "edge", "chromium") for place in _places(kind)):
        env["CLERKWORK_BROWSER"] = "no-such-browser"
    with pytest.raises(BrowserMissing) as caught:
        find_browser(env=env)
    assert "clerkwork doctor --fix" in str(caught.value.hint)


def _places(kind: Kind) -> list[Path]:
    import os

    return installed_places(kind, sys.platform, os.environ, Path.home())


def test_windows_programs_are_looked_for_in_all_three_program_folders() -> None:
    env = {"PROGRAMFILES": "P", "PROGRAMFILES(X86)": "X", "LOCALAPPDATA": "L"}
    found = installed_places("edge", "win32", env, Path("home"))
    assert found == [Path(root) / "Microsoft/Edge/Application/msedge.exe" for root in ("L", "P", "X")]


def test_mac_applications_are_looked_for_on_the_machine_and_in_the_home() -> None:
    found = installed_places("chrome", "darwin", {}, Path("/home/me"))
    tail = "Google Chrome.app/Contents/MacOS/Google Chrome"
    assert found == [Path("/Applications") / tail, Path("/home/me/Applications") / tail]


@pytest.mark.parametrize(
    ("system", "env", "folder"),
    [
        ("linux", {}, "home/.cache/ms-playwright"),
        ("linux", {"XDG_CACHE_HOME": "cache"}, "cache/ms-playwright"),
        ("darwin", {}, "home/Library/Caches/ms-playwright"),
        ("win32", {"LOCALAPPDATA": "local"}, "local/ms-playwright"),
        ("linux", {"PLAYWRIGHT_BROWSERS_PATH": "kept"}, "kept"),
        ("linux", {"PLAYWRIGHT_BROWSERS_PATH": "0"}, "package/.local-browsers"),
    ],
)
def test_downloads_lie_where_playwright_puts_them(system: str, env: dict[str, str], folder: str) -> None:
    assert download_folder(system, env, Path("home"), Path("package")) == Path(folder)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("chromium-headless-shell", "headless-shell"),
        ("headless_shell", "headless-shell"),
        ("chromium", "chromium"),
        ("chrome.exe", "chrome"),
        ("microsoft-edge", "edge"),
        ("msedge.exe", "edge"),
        ("my-build", "chromium"),
    ],
)
def test_a_path_gives_its_kind_away(name: str, kind: Kind) -> None:
    assert kind_of(Path("somewhere") / name) == kind
