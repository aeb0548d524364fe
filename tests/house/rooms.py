"""The rooms: the folders at the top that are packages, as pyproject.toml lists them."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]

ROOMS = tuple(
    sorted(
        tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"][
            "package-dir"
        ].values()
    )
)
