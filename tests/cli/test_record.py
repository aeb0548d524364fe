"""What `clerkwork record` says at its end can be typed as it stands."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from clerkwork.bots.bot import Bot, Targets
from clerkwork.bots.save import save_bot, save_targets
from clerkwork.cli.record import _say_how_to_run


def test_the_command_to_run_the_bot_gives_the_inputs_as_they_were_recorded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs = {
        "device": {"example": "LT-0042"},
        "employee": {"example": "A. Meyer"},
        "days": {"type": "integer", "default": 7, "example": 3},
    }
    folder = tmp_path / "lend out"
    known = {"name": "lend-out", "systems": {"desk": {"url": "http://127.0.0.1:8101"}}}
    steps = [{"open": "desk:/"}]
    save_bot(
        folder, Bot.model_validate({**known, "inputs": inputs, "secrets": ["desk_password"], "steps": steps})
    )
    save_targets(folder, Targets())
    _say_how_to_run(folder)
    needs, command = capsys.readouterr().out.splitlines()
    assert needs == "it needs, from the environment or .env: CLERKWORK_SECRET_DESK_PASSWORD"
    words = shlex.split(command.removeprefix("run it: "))
    given = ["--input", "device=LT-0042", "--input", "employee=A. Meyer"]
    assert words == ["clerkwork", "run", str(folder), *given]
