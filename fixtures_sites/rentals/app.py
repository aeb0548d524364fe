"""The rentals site: puts its records, skins and pages together."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, Request, Response

from clerkwork.fixtures_sites.site import Blueprint, Site
from clerkwork.fixtures_sites.skins import Skin


def create_app(database: Path | None = None) -> FastAPI:
    """The rentals site over `database`, or over records in memory."""
    site = Site(
        Blueprint(
            "rentals",
            "clerkwork.fixtures_sites.rentals",
            "CREATE TABLE t (a)",
            lambda r: None,
            {1: Skin(1, "base")},
            lambda s: {},
        ),
        database,
    )

    @site.app.get("/")
    async def index(request: Request) -> Response:
        site.session(request)
        return Response("hi")

    @site.app.post("/commit")
    async def commit(request: Request) -> Response:
        site.commit(request, "commits")
        return Response("stored")

    return site.app
