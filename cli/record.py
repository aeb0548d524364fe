"""`clerkwork record`: watch a person work and write a bot of it."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

_HERE = Path()


def record(
    url: Annotated[str, typer.Argument(help="Where the console is; opened unless --connect is given.")],
    name: Annotated[str, typer.Option("--name", help="The bot's name: small letters, digits, hyphens.")],
    into: Annotated[Path, typer.Option("--into", help="Folder that gets the bot's folder.")] = _HERE,
    system: Annotated[
        list[str] | None, typer.Option("--system", metavar="NAME=URL", help="A console and its name.")
    ] = None,
    given: Annotated[
        list[str] | None,
        typer.Option(
            "--input", metavar="NAME=VALUE", help="A value of later runs: typed, it becomes that input."
        ),
    ] = None,
    secret: Annotated[
        list[str] | None,
        typer.Option(
            "--secret", metavar="NAME", help="A secret to be typed: looked up, its value never stored."
        ),
    ] = None,
    connect: Annotated[
        str | None,
        typer.Option(
            "--connect", metavar="ADDRESS", help="Watch a browser started with --remote-debugging-port."
        ),
    ] = None,
    headless: Annotated[
        bool, typer.Option("--headless", help="Show no window; another program drives.")
    ] = False,
    toolbar: Annotated[
        bool | None, typer.Option("--toolbar/--no-toolbar", help="Show the toolbar in the page.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a recording that was broken off.")
    ] = False,
    after: Annotated[
        str | None,
        typer.Option(
            "--after",
            metavar="STEP",
            help="Keep the bot's steps up to this one (id or number), record the rest.",
        ),
    ] = None,
    replace: Annotated[
        tuple[str, str] | None,
        typer.Option("--replace", metavar="FROM TO", help="Record only these steps of the bot anew."),
    ] = None,
) -> int:
    """Record what you do in a browser as a bot. Ctrl-C, closing the window or the toolbar's Stop end it.

    Example: clerkwork record http://127.0.0.1:8101/login --name rent-device --input device=LT-0042
    """
    from clerkwork.recorder.order import order
    from clerkwork.recorder.session import Listeners, record

    listeners = Listeners(ready=lambda: _say("recording: ready"), step=lambda words: _say(f"  {words}"))
    given_lists = (system or (), given or (), secret or ())
    wish = order(url, name, into, *given_lists, connect, headless, toolbar, resume, after, replace)
    if wish.splice and not connect:
        _say(f"recording waits: bring the console to {wish.splice.place}, then press Alt+Shift+P")

    async def until_ended() -> Path:
        stop = asyncio.Event()
        _stop_on_signals(stop)
        recorded = await record(wish, stop, listeners)
        count = len(recorded.recording.steps)
        _say(f"recorded {count} step{'' if count == 1 else 's'}: {recorded.path}")
        return recorded.path

    path = asyncio.run(until_ended())
    _say(f"run it: {_command(path.parent)}")
    return 0


def _command(folder: Path) -> str:
    shown = str(folder)
    return f'clerkwork run "{shown}"' if " " in shown else f"clerkwork run {shown}"


def _say(line: str) -> None:
    print(line, flush=True)


def _stop_on_signals(stop: asyncio.Event) -> None:
    """Ctrl-C and SIGTERM end the recording cleanly; Windows has SIGBREAK (Ctrl-Break), too."""
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is None:
            continue
        if sys.platform == "win32":
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
        else:
            loop.add_signal_handler(number, stop.set)
