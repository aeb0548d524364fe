"""Every flow of the real consoles in CLERKWORK_CONSOLES: recorded, replayed unedited, asked of the console."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONSOLES = os.environ.get("CLERKWORK_CONSOLES")


@pytest.mark.consoles
@pytest.mark.skipif(
    not CONSOLES, reason="CLERKWORK_CONSOLES names no folder of real consoles (see tests/consoles/replay.py)"
)
def test_every_flow_of_the_real_consoles_replays_right() -> None:
    script = Path(__file__).with_name("replay.py")
    done = subprocess.run(
        [sys.executable, str(script), str(CONSOLES)],
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
