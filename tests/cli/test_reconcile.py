"""A batch is compared with what the console says afterwards: missing, doubled and different rows are found."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import async_playwright
from ruamel.yaml import YAML

from clerkwork.bots.bot import Bot, Targets
from clerkwork.bots.save import save_bot, save_targets
from clerkwork.browser.launch import launch
from clerkwork.fixtures_sites.server import SiteServer
from clerkwork.selectors.page_script import page_script
from clerkwork.selectors.target import Target
from tests.chaos.night import PASSWORD, make_bot


@pytest.fixture(scope="module")
async def bots(service_desk: SiteServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`tickets` files them, `list_tickets` reads what is filed."""
    folder = tmp_path_factory.mktemp("bots")
    await make_bot(folder / "tickets", service_desk.url)
    await make_bot(folder / "list_tickets", service_desk.url)
    await _make_control(folder / "list_tickets", service_desk.url)
    return folder


async def _make_control(folder: Path, url: str) -> None:
    yaml = YAML(typ="safe")
    targets = yaml.load((folder / "targets.yaml").read_text(encoding="utf-8"))["targets"]
    async with async_playwright() as playwright, launch(playwright) as browser:
        page = await browser.new_page()
        await page.goto(f"{url}/login")
        await page.fill("#user", "clerk")
        await page.fill("#pass", PASSWORD)
        await page.click("#btnLogin")
        await page.goto(f"{url}/tickets?view=all")
        head = page.locator("table:has(th)").locator("th").first
        await head.evaluate(f"element => {{ {page_script()} }}")
        told = await head.evaluate("element => window.__clerkwork.describe(element)")
        known = {key: told[key] for key in ("candidates", "fingerprint", "frame", "url", "title")}
    kept = {name: targets[name] for name in ("user", "password", "sign_in")} | {
        "list": {"window": "main", **known}
    }
    steps: list[dict[str, Any]] = [
        {"open": "desk:/login"},
        {"fill": "user", "with": "clerk"},
        {"fill": "password", "with": "{{ secrets.desk_password }}"},
        {"click": "sign_in", "after": "navigation"},
        {"open": "desk:/tickets?view=all"},
        {"read_rows": "list", "into": "tickets"},
    ]
    bot = {
        "name": "list-tickets",
        "steps": steps,
        "systems": {"desk": {"url": url, "sign_in": "form"}},
        "outputs": {"tickets": {"type": "rows"}},
        "secrets": ["desk_password"],
    }
    save_bot(folder, Bot.model_validate(bot))
    save_targets(folder, Targets(targets={name: Target.model_validate(one) for name, one in kept.items()}))


def reconciled(bots: Path, **control: object) -> None:
    """The tickets bot with this control."""
    file = bots / "tickets" / "bot.yaml"
    yaml = YAML(typ="safe")
    told = yaml.load(file.read_text(encoding="utf-8"))
    against = {"bot": "list_tickets", "rows": "tickets", "column": "Subject"} | control
    told["reconcile"] = {"key": "{{ inputs.subject }}", "against": [against]}
    with file.open("w", encoding="utf-8") as written:
        yaml.dump(told, written)


def run(bots: Path, folder: Path, *subjects: str) -> tuple[int, list[dict[str, str]], str]:
    """Exit code, the rows of the results, and what was said."""
    (folder / "items.csv").write_text("\n".join(["subject", *subjects]), encoding="utf-8")
    words = [
        "run",
        str(bots / "tickets"),
        "--items",
        "items.csv",
        "--results",
        "out.csv",
        "--shots",
        "failure",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "clerkwork.cli.main", *words],
        capture_output=True,
        text=True,
        cwd=folder,
        env=os.environ | {"CLERKWORK_SECRET_DESK_PASSWORD": PASSWORD},
        timeout=120,
        check=False,
    )
    out = folder / "out.csv"
    text = out.read_text(encoding="utf-8-sig") if out.exists() else ""
    return done.returncode, list(csv.DictReader(io.StringIO(text))), done.stdout + done.stderr


def test_what_the_console_confirms_is_done(service_desk: SiteServer, bots: Path, tmp_path: Path) -> None:
    service_desk.reset()
    reconciled(bots, equal={"Status": "Open"})
    code, rows, said = run(bots, tmp_path, "Item A", "Item B")
    assert code == 0, said
    assert [row["state"] for row in rows] == ["done", "done"]
    controls = [json.loads(path.read_text())["bot"] for path in (tmp_path / "runs").glob("*/run.json")]
    assert sorted(controls) == ["file-tickets", "file-tickets", "list-tickets"]


def test_a_row_that_says_otherwise_needs_review_with_what_it_says(
    service_desk: SiteServer, bots: Path, tmp_path: Path
) -> None:
    service_desk.reset()
    reconciled(bots, equal={"Status": "Closed"})
    code, rows, said = run(bots, tmp_path, "Item A")
    assert code == 4, said
    assert rows[0]["state"] == "needs_review"
    assert "list_tickets: Status is 'Open', not 'Closed'" in rows[0]["why"]


def test_an_item_that_the_console_does_not_know_needs_review(
    service_desk: SiteServer, bots: Path, tmp_path: Path
) -> None:
    service_desk.reset()
    reconciled(bots, column="Assigned")
    code, rows, said = run(bots, tmp_path, "Item B")
    assert code == 4, said
    assert "Item B: list_tickets has no row for it" in rows[0]["why"]


def test_a_control_that_is_not_there_is_told_before_anything_is_done(
    service_desk: SiteServer, bots: Path, tmp_path: Path
) -> None:
    service_desk.reset()
    reconciled(bots, bot="elsewhere")
    code, _, said = run(bots, tmp_path, "Item A")
    assert code == 2
    assert "no such folder beside it" in said
    assert not any(ticket["subject"] == "Item A" for ticket in service_desk.state()["tickets"])
    reconciled(bots, bot="tickets")
    code, _, said = run(bots, tmp_path, "Item A")
    assert code == 2
    assert "has a commit step" in said


def test_a_control_that_cannot_read_what_it_compares_leaves_the_results_of_the_batch(
    service_desk: SiteServer, bots: Path, tmp_path: Path
) -> None:
    service_desk.reset()
    reconciled(bots, column="Subjekt")
    code, rows, said = run(bots, tmp_path, "Item A")
    assert code == 1
    assert "the control list_tickets read no column 'Subjekt'; it read " in said
    assert rows[0]["state"] == "done"


def test_a_difference_holds_nothing_that_the_bot_redacts(
    service_desk: SiteServer, bots: Path, tmp_path: Path
) -> None:
    service_desk.reset()
    reconciled(bots, column="Assigned")
    redacting(bots / "tickets" / "bot.yaml", bots / "list_tickets" / "bot.yaml")
    iban = "DE89370400440532013000"
    code, rows, said = run(bots, tmp_path, iban)
    assert code == 4, said
    assert "list_tickets has no row for it" in rows[0]["why"]
    assert iban not in rows[0]["why"]
    kept = [path for path in (tmp_path / "runs").rglob("*") if path.is_file()]
    assert [path for path in kept if iban.encode() in path.read_bytes()] == []


def redacting(*files: Path) -> None:
    """Let these bots keep account numbers out of every file."""
    yaml = YAML(typ="safe")
    for file in files:
        told = yaml.load(file.read_text(encoding="utf-8")) | {"redact": ["iban"]}
        with file.open("w", encoding="utf-8") as written:
            yaml.dump(told, written)
