"""Imports a recording of the data folder through the command, and runs the bot that came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clerkwork.bots.bot import Bundle
from clerkwork.bots.load import load_bundle
from clerkwork.cli.main import main
from clerkwork.fixtures_sites.server import SiteServer
from clerkwork.runner.options import RunOptions
from clerkwork.runner.outcome import Outcome
from clerkwork.runner.run import run_bot

DATA = Path(__file__).parent / "data"
PASSWORD = "clerk-pass-7"
SYSTEMS = {"rentals": "http://127.0.0.1:8101", "service_desk": "http://127.0.0.1:8102"}


@pytest.fixture
def imported(tmp_path: Path) -> Callable[[str], Bundle]:
    """`imported("rent.side")` is the bot that `clerkwork import` makes of that file."""

    def make(file: str) -> Bundle:
        systems = [word for name, url in SYSTEMS.items() for word in ("--system", f"{name}={url}")]
        assert (
            main(["import", str(DATA / file), "--into", str(tmp_path), "--name", "imported", *systems]) == 0
        )
        return load_bundle(tmp_path / "imported")

    return make


@pytest.fixture
def run_on(tmp_path: Path) -> Callable[[Bundle, SiteServer], Any]:
    """`await run_on(bundle, site)` is the outcome of the bot on a running site."""

    async def run(bundle: Bundle, site: SiteServer) -> Outcome:
        secrets = dict.fromkeys(bundle.bot.secrets, PASSWORD)
        options = RunOptions(runs=tmp_path / "runs", systems={site.name: site.url})
        return await run_bot(bundle, {}, secrets, options)

    return run
