"""The rentals site: puts its records, releases and pages together."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from clerkwork.fixtures_sites.rentals.console import Console, add_fault_page
from clerkwork.fixtures_sites.rentals.device_pages import add_device_pages
from clerkwork.fixtures_sites.rentals.inventory import SCHEMA, seed
from clerkwork.fixtures_sites.rentals.loan_pages import add_loan_pages
from clerkwork.fixtures_sites.rentals.order_pages import add_order_pages
from clerkwork.fixtures_sites.rentals.releases import SKINS, truth
from clerkwork.fixtures_sites.rentals.screen import Screens
from clerkwork.fixtures_sites.rentals.sign_in_pages import add_sign_in_pages
from clerkwork.fixtures_sites.site import Blueprint, Site

_PACKAGE = "clerkwork.fixtures_sites.rentals"


def create_app(database: Path | None = None) -> FastAPI:
    """The rentals site over `database`, or over records in memory."""
    site = Site(Blueprint("rentals", _PACKAGE, SCHEMA, seed, SKINS, truth), database)
    site.app.mount("/static", StaticFiles(packages=[(_PACKAGE, "static")]))
    console = Console(site, Screens(site))
    add_fault_page(console)
    for add_pages in (add_sign_in_pages, add_device_pages, add_order_pages, add_loan_pages):
        add_pages(console)
    return site.app
