"""Each bot of the library as a script of its own, run in a process that knows nothing of Clerkwork's runner."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clerkwork.cli.main import main
from clerkwork.fixtures_sites.server import SiteServer

LIBRARY = Path(__file__).parents[3] / "bots" / "library"
SITES = {"rent_device": "rentals", "open_ticket": "service_desk"}
CONFTEST = """\
import os, pytest

@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": os.environ["CHROMIUM"]}
"""


@pytest.fixture
def exported(tmp_path: Path, browser_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Export a bot of the library in a form, and run the file against a site."""

    def run(bot: str, form: str, server: SiteServer) -> subprocess.CompletedProcess[str]:
        file = tmp_path / f"test_{bot}.py"
        assert main(["export", str(LIBRARY / bot), "--to", form, "--out", str(file)]) == 0
        (tmp_path / "conftest.py").write_text(CONFTEST)
        (tmp_path / "pytest.ini").write_text("[pytest]\n")
        by_pytest = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:asyncio",
            "--rootdir",
            str(tmp_path),
            str(file),
        ]
        settings = {
            f"{SITES[bot].upper()}_URL": server.url,
            f"CLERKWORK_SECRET_{SITES[bot].upper()}_PASSWORD": "clerk-pass-7",
            "CHROMIUM": str(browser_path),
        }
        return subprocess.run(
            by_pytest if form == "pytest" else [sys.executable, str(file)],
            cwd=tmp_path,
            env=os.environ | settings,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.mark.parametrize("form", ["pytest", "python"])
def test_the_exported_rental_bot_lends_the_device(
    form: str, exported: Any, site: Callable[[str], SiteServer]
) -> None:
    rentals = site("rentals")
    done = exported("rent_device", form, rentals)
    assert done.returncode == 0, done.stdout + done.stderr
    state = rentals.state()
    loan = state["loans"][-1]
    told = {key: loan[key] for key in ("device", "employee", "cost_centre", "start", "days", "notes")}
    assert told == {
        "device": "LT-0042",
        "employee": "A. Meyer",
        "cost_centre": "4711",
        "start": "2026-11-15",
        "days": 7,
        "notes": "Handed out at the front desk.",
    }
    assert (state["counters"]["loans_created"], state["open_sessions"]) == (1, 0)


@pytest.mark.parametrize("form", ["pytest", "python"])
def test_the_exported_ticket_bot_opens_the_ticket(
    form: str, exported: Any, site: Callable[[str], SiteServer]
) -> None:
    desk = site("service_desk")
    before = {one["number"] for one in desk.state()["tickets"]}
    done = exported("open_ticket", form, desk)
    assert done.returncode == 0, done.stdout + done.stderr
    new = [one for one in desk.state()["tickets"] if one["number"] not in before]
    assert len(new) == 1
    told = {key: new[0][key] for key in ("subject", "requester", "category", "subcategory", "priority")}
    assert told == {
        "subject": "Printer stops after every page",
        "requester": "Meyer, Anna",
        "category": "Hardware",
        "subcategory": "Printer",
        "priority": "High",
    }
    assert [file["name"] for file in new[0]["attachments"]] == ["photo-note.txt"]


@pytest.mark.parametrize("bot", SITES)
@pytest.mark.parametrize("form", ["pytest", "python"])
def test_an_exported_file_needs_playwright_alone(
    bot: str, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(LIBRARY / bot), "--to", form]) == 0
    text = capsys.readouterr().out
    modules = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(text))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert modules - sys.stdlib_module_names == {"playwright"}
    assert "clerk-pass" not in text
