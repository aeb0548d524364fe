"""`clerkwork sites`: the mock sites, to record and rehearse on."""

from __future__ import annotations

import contextlib
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Annotated

import typer

_FIRST_PORT = 8101

sites = typer.Typer(rich_markup_mode=None, invoke_without_command=True)


class SiteFailure(Exception):
    """Raised when a site is unknown or does not start."""

    def __init__(self, message: str, exit_code: int, hint: str) -> None:
        super().__init__(message)
        self.exit_code = exit_code
        self.hint = hint


@sites.callback()
def _sites(context: typer.Context) -> None:
    """List and serve the mock sites: small web applications that behave like legacy consoles.

    \b
    Example:
      clerkwork sites serve rentals
    """
    if context.invoked_subcommand is None:
        list_sites()


@sites.command("list")
def list_sites() -> None:
    """List the mock sites and the address that each is served at.

    \b
    Example:
      clerkwork sites list
    """
    for name, port in _ports(_FIRST_PORT).items():
        print(f"{name:16}http://127.0.0.1:{port}")


@sites.command("serve")
def serve(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="The sites; all of them when none is named."),
    ] = None,
    port: Annotated[
        int, typer.Option(min=0, max=65000, help="The first site's port; 0 takes free ports.")
    ] = _FIRST_PORT,
) -> int:
    """Serve mock sites until Ctrl-C; their records start afresh each time.

    Look at a site's records at /__state, put them back with a POST to /__reset, see a redesign with ?skin=2.

    \b
    Example:
      clerkwork sites serve rentals service_desk
    """
    ports = _ports(port)
    unknown = [name for name in names or () if name not in ports]
    if unknown:
        raise SiteFailure(f"there is no mock site '{unknown[0]}'", 2, f"the sites are {', '.join(ports)}")
    with ExitStack() as running:
        for name in names or ports:
            url = running.enter_context(_served(name, ports[name]))
            print(f"{name}: {url}", flush=True)
        _until_told()
    return 0


def _ports(first: int) -> dict[str, int]:
    """Each site keeps its port whichever others are served, since bots name it; 0 stays 0."""
    from clerkwork.fixtures_sites.registry import SITES

    return {name: first and first + place for place, name in enumerate(SITES)}


@contextmanager
def _served(name: str, port: int) -> Iterator[str]:
    from clerkwork.fixtures_sites.server import SiteServer, SiteServerError

    _refuse_taken(name, port)
    server = SiteServer(name, port)
    try:
        url = server.start()
    except SiteServerError as error:
        raise SiteFailure(str(error), 1, "the lines above say why; --port 0 takes a free port") from error
    try:
        yield url
    finally:
        server.stop()


def _refuse_taken(name: str, port: int) -> None:
    with socket.socket() as asked:
        asked.settimeout(1)
        if port and asked.connect_ex(("127.0.0.1", port)) == 0:
            hint = "end what serves there, or add --port 0 for a free one"
            raise SiteFailure(f"port {port}, where {name} would be served, is taken", 1, hint)


def _until_told() -> None:
    with contextlib.suppress(KeyboardInterrupt):
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        print("serving: ready (Ctrl-C ends)", flush=True)
        while True:
            time.sleep(3600)
