"""The mock sites by name; a site is imported only when its app is made."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from fastapi import FastAPI

AppFactory = Callable[[Path | None], FastAPI]


def _lazily(name: str) -> AppFactory:
    def create_app(database: Path | None) -> FastAPI:
        module = importlib.import_module(f"clerkwork.fixtures_sites.{name}.app")
        app = module.create_app(database)
        if not isinstance(app, FastAPI):
            raise TypeError(
                f"{module.__name__}.create_app returned {type(app).__name__}; it must return a FastAPI app"
            )
        return app

    return create_app


SITES: Final[dict[str, AppFactory]] = {name: _lazily(name) for name in ("rentals", "service_desk")}
