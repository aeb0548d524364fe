"""What every test may ask for: a browser, a page, a mock site, and a home that is not the user's."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Playwright, async_playwright

from clerkwork.browser.find import find_browser
from clerkwork.browser.launch import launch
from clerkwork.fixtures_sites.server import SiteServer
from tests.postgres import NoPostgres, PostgresServer

Site = Callable[[str], SiteServer]


@pytest.fixture(scope="session", autouse=True)
def clerkwork_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """CLERKWORK_HOME for all tests and the processes that they start."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLERKWORK_HOME", str(home))
        yield home


@pytest.fixture(scope="session")
def browser_path() -> Path:
    """The browser that `launch` takes here."""
    return find_browser().path


@pytest.fixture(scope="session")
async def playwright() -> AsyncIterator[Playwright]:
    async with async_playwright() as running:
        yield running


@pytest.fixture(scope="session")
async def chromium(playwright: Playwright) -> AsyncIterator[Browser]:
    """A headless browser shared by the session; open a context of your own in it."""
    async with launch(playwright) as browser:
        yield browser


@pytest.fixture
async def page(chromium: Browser) -> AsyncIterator[Page]:
    """A page in a context of its own."""
    context = await chromium.new_context(viewport={"width": 1280, "height": 720})
    yield await context.new_page()
    await context.close()


@pytest.fixture(scope="session")
def _running_sites() -> Iterator[Site]:
    servers: dict[str, SiteServer] = {}
    with ExitStack() as stack:

        def running(name: str) -> SiteServer:
            if name not in servers:
                servers[name] = SiteServer(name)
                stack.callback(servers[name].stop)
                servers[name].start()
            return servers[name]

        yield running


@pytest.fixture(scope="module")
def service_desk(_running_sites: Site) -> SiteServer:
    """The mock site of that name as it is at first, to teach a module's bots on; whoever runs them resets it again."""
    server = _running_sites("service_desk")
    server.reset()
    return server


@pytest.fixture
def site(_running_sites: Site) -> Site:
    """`site("rentals")` is that mock site, started once per session and put back to its first state for each test."""

    def fresh(name: str) -> SiteServer:
        server = _running_sites(name)
        server.reset()
        return server

    return fresh


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A Postgres server for the session; `postgres.away()` stops it for a while. CI does not go without."""
    try:
        server = PostgresServer()
        server.start()
    except NoPostgres as reason:
        if os.environ.get("CI"):
            pytest.fail(str(reason))
        pytest.skip(str(reason))
    yield server
    server.remove()


@pytest.fixture
def database(postgres: PostgresServer) -> str:
    """The address of an empty database of that server."""
    return postgres.new_database()
