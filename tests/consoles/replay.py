"""Record every flow of real consoles as a person works through it, replay the bot unedited, ask the console.

    python tests/consoles/replay.py FOLDER [NAME[:VERSION[:FLOW]]]...

FOLDER holds one folder per console with `ports.json` ({version: port}), `start.sh PORT VERSION` (resets
the console to its seed), `stop.sh VERSION`, and `flows.py`: `CONTEXT` (for `browser.new_context`) and
`FLOWS = {name: (flow(page, url), check(url) -> bool)}` over Playwright's sync API; a check asks the
console itself, without a browser. Prints one JSON line per flow; exit code 0 when every flow is right.
"""

from __future__ import annotations

import base64
import importlib.util
import inspect
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from playwright.sync_api import sync_playwright

from clerkwork.bots.load import load_bundle
from clerkwork.browser.find import find_browser

CLERKWORK = [sys.executable, "-m", "clerkwork.cli.main"]
READY = "recording: ready"
LAST_WORDS = 1.0
"""Seconds for the browser to tell the recorder of the last act."""


@dataclass(frozen=True)
class Case:
    """One flow of one version of a console."""

    console: Path
    version: str
    port: int
    flow: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __str__(self) -> str:
        return f"{self.console.name}:{self.version}:{self.flow}"


@dataclass(frozen=True)
class Result:
    """How a replay ended: right, stopped (it did not do it, and said so), or wrong (it said done and was not)."""

    case: str
    outcome: str
    exit: int | None
    why: str = ""


def cases(folder: Path) -> Iterator[Case]:
    """Every flow of every version of every console in the folder."""
    for ports in sorted(folder.glob("*/ports.json")):
        flows = flows_of(ports.parent)
        for version, port in json.loads(ports.read_text()).items():
            for flow in flows.FLOWS:
                yield Case(ports.parent, version, port, flow)


def flows_of(console: Path) -> ModuleType:
    """The console's flows.py as a module of its own."""
    sys.path.insert(0, str(console.parent))
    spec = importlib.util.spec_from_file_location(f"flows_of_{console.name}", console / "flows.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(console / "flows.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def replay(case: Case, work: Path) -> Result:
    """Record the flow, reset the console, run the bot, ask the console."""
    flows = flows_of(case.console)
    flow, check = flows.FLOWS[case.flow]
    try:
        _script(case, "start.sh", str(case.port), case.version)
        bot = _record(case, flow, flows.CONTEXT, work)
        _script(case, "start.sh", str(case.port), case.version)
        ran = _run(case, bot, _secrets(bot, flows, flow), work)
        happened = bool(check(case.url))
    finally:
        _script(case, "stop.sh", case.version)
    done = ran.returncode in (0, 4)
    outcome = "right" if done and happened else "wrong" if done else "stopped"
    return Result(
        str(case), outcome, ran.returncode, "" if outcome == "right" else (ran.stdout + ran.stderr)[-800:]
    )


def _script(case: Case, name: str, *words: str) -> None:
    done = subprocess.run(
        ["bash", str(case.console / name), *words], capture_output=True, text=True, timeout=900, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{case.console.name}/{name} failed: {done.stderr[-400:]}")


def _record(case: Case, flow: Callable[..., None], context: dict[str, Any], work: Path) -> Path:
    name = case.flow.replace("_", "-")
    with _browser() as address, _recorder(case, name, address, work), sync_playwright() as playwright:
        browser = playwright.chromium.connect_over_cdp(address)
        page = browser.contexts[0].pages[0]
        browser.contexts[0].set_default_timeout(15_000)
        page.set_viewport_size({"width": 1280, "height": 900})
        if login := context.get("http_credentials"):  # this person's browser is signed in already
            token = base64.b64encode(f"{login['username']}:{login['password']}".encode()).decode()
            browser.contexts[0].set_extra_http_headers({"Authorization": f"Basic {token}"})
        flow(page, case.url)
        time.sleep(LAST_WORDS)
    return work / name


@contextmanager
def _browser() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [
                str(find_browser().path),
                "--headless",
                f"--remote-debugging-port={port}",
                f"--user-data-dir={profile}",
                *root,
                "--no-first-run",
                "--disable-background-networking",
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            _until(lambda: _listens(port), "the browser to listen")
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(process.pid, signal.SIGTERM)  # Debian's command is a script around the browser
            process.wait()


@contextmanager
def _recorder(case: Case, name: str, address: str, work: Path) -> Iterator[None]:
    log = work / f"{name}.log"
    words = [
        "record",
        case.url,
        "--name",
        name,
        "--into",
        str(work),
        "--system",
        f"app={case.url}",
        "--connect",
        address,
    ]
    with log.open("w") as out:
        process = subprocess.Popen(CLERKWORK + words, stdout=out, stderr=subprocess.STDOUT)
        try:
            _until(lambda: READY in log.read_text() or process.poll() is not None, "the recorder")
            yield
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)
    if process.returncode:
        raise RuntimeError(f"the recorder ended with {process.returncode}: {log.read_text()[-400:]}")


def _run(case: Case, bot: Path, secrets: dict[str, str], work: Path) -> subprocess.CompletedProcess[str]:
    words = ["run", str(bot), "--json", "--runs", str(work / "runs"), "--system", f"app={case.url}"]
    return subprocess.run(
        CLERKWORK + words, capture_output=True, text=True, env=os.environ | secrets, timeout=300, check=False
    )


def _secrets(bot: Path, flows: ModuleType, flow: Callable[..., None]) -> dict[str, str]:
    """What the person knew: the login of the browser, or the password that the flow types."""
    login = flows.CONTEXT.get("http_credentials") or {}
    typed = re.findall(r"['\"](\w+pw|password)['\"]", inspect.getsource(flow))
    password = login.get("password") or (typed or ["admin"])[0]
    names = load_bundle(bot).bot.secrets
    return {
        f"CLERKWORK_SECRET_{name.upper()}": login["username"]
        if login and name.endswith("_user")
        else password
        for name in names
    }


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _until(so: Callable[[], bool], what: str, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not so():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds:g} s for {what}")
        time.sleep(0.1)


def main(words: list[str]) -> int:
    folder, wanted = Path(words[0]), words[1:]
    chosen = [
        case for case in cases(folder) if not wanted or any(str(case).startswith(word) for word in wanted)
    ]
    right = 0
    for case in chosen:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as work:
            result = replay(case, Path(work))
        right += result.outcome == "right"
        print(json.dumps(asdict(result)), flush=True)
    print(f"{right} of {len(chosen)} flows right")
    return 0 if chosen and right == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
