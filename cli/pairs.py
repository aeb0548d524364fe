"""NAME=VALUE options."""

from __future__ import annotations

from collections.abc import Sequence

import typer


def pairs(given: Sequence[str] | None, option: str) -> dict[str, str]:
    """The options as a mapping; BadParameter for one that has no name, no =, or comes twice."""
    found: dict[str, str] = {}
    for text in given or ():
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise typer.BadParameter(
                f"{option} takes NAME=VALUE, such as {option} device=LT-0042; got {text!r}"
            )
        if name.strip() in found:
            raise typer.BadParameter(f"{option} {name.strip()} is given twice")
        found[name.strip()] = value
    return found
