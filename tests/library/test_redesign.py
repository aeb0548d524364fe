"""A library bot after an upgrade of its console: it heals, a person accepts, and then nobody is needed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from clerkwork.bots.bot import Targets
from clerkwork.bots.parse import read_model
from clerkwork.bots.save import save_targets
from tests.library.conftest import LIBRARY

SIGNED_IN = "  - click: sign_in\n    after: navigation\n"


def test_a_bot_survives_an_upgrade_and_its_heals_are_accepted(site, clerkwork, tmp_path: Path) -> None:
    rentals = site("rentals")
    rentals.faults(skin=2)
    bot = signing_in(tmp_path)
    before = contents(bot)

    def run() -> tuple[int, dict[str, Any]]:
        done = clerkwork(
            *("run", str(bot), "--json", "--shots", "failure", "--runs", str(tmp_path / "runs")),
            *("--system", f"rentals={rentals.url}", "--input", "employee=N. Baker"),
            *("--input", "device=LT-0034", "--input", "days=5"),
        )
        return done.returncode, json.loads(done.stdout)

    code, outcome = run()
    assert code == 4, outcome["why"]
    assert outcome["heals"] == 2
    reviewed = clerkwork("review", outcome["folder"], "--accept-all", "--by", "K. Roth")
    assert reviewed.returncode == 0, reviewed.stdout + reviewed.stderr
    after = contents(bot)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert {name.split("/")[0] for name in changed} == {"targets.yaml", "crops", "learned.yaml"}
    code, outcome = run()
    assert (code, outcome["state"], outcome["heals"]) == (0, "done", 0), outcome["why"]


def signing_in(tmp_path: Path) -> Path:
    """A copy of the library's bot that ends once it is signed in."""
    bot = tmp_path / "rent_device"
    shutil.copytree(LIBRARY / "rent_device", bot)
    steps = (bot / "bot.yaml").read_text()
    (bot / "bot.yaml").write_text(steps[: steps.index(SIGNED_IN)] + SIGNED_IN)
    targets, _ = read_model(bot / "targets.yaml", Targets)
    used = {name: targets.targets[name] for name in ("user_name", "password", "sign_in")}
    save_targets(bot, Targets(targets=used))
    return bot


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
