"""`clerkwork record`: watch a person work and write a bot of it."""

from __future__ import annotations

import asyncio
import re
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

_HERE = Path()
_NOTHING = "nothing was recorded"


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

    async def until_ended() -> Path | None:
        stop = asyncio.Event()
        _stop_on_signals(stop)
        recorded = await record(wish, stop, listeners)
        count = len(recorded.recording.steps)
        _say(f"recorded {count} step{'' if count == 1 else 's'}: {recorded.path}" if count else _NOTHING)
        return recorded.path if count else None

    path = asyncio.run(until_ended())
    if path:
        _say_how_to_run(path.parent)
    return 0


def _say_how_to_run(folder: Path) -> None:
    """What to type next: as it stands, it runs the bot on what was recorded."""
    from clerkwork.bots.load import load_bundle
    from clerkwork.bots.secrets import variable_of

    bot = load_bundle(folder).bot
    if bot.secrets:
        _say(f"it needs, from the environment or .env: {', '.join(map(variable_of, bot.secrets))}")
    given = [
        f"--input {_word(f'{name}={one.example}')}"
        for name, one in bot.inputs.items()
        if one.default is None and one.example is not None
    ]
    _say(" ".join(["run it: clerkwork run", _word(str(folder)), *given]))


def _word(text: str) -> str:
    """One word of a command line."""
    return text if re.fullmatch(r"[\w@%+=:,./\\-]+", text) else '"' + text.replace('"', '\\"') + '"'


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
