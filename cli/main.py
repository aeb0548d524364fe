"""The way in: `clerkwork COMMAND ...`.

A command is one line in `COMMANDS`; its module is imported when the command is named, so that
`clerkwork --help` needs no browser, picture or web library. A command is a plain typer function that
returns its exit code (None is 0), or a `typer.Typer` with commands of its own.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from clerkwork.cli import failures, logging

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("clerkwork.cli.demo.story:demo", "Record, run and compare on the mock sites, from end to end."),
    "doctor": (
        "clerkwork.cli.doctor:doctor",
        "Which browser, display and OCR are there, and how to get the rest.",
    ),
    "record": ("clerkwork.cli.record:record", "Watch a person work and write a bot of it."),
    "lint": ("clerkwork.cli.lint:lint", "Say what is wrong or weak in a bot, with line and column."),
    "run": ("clerkwork.cli.run:run", "Run a bot once, headlessly, and leave sealed evidence."),
    "items": ("clerkwork.cli.items:items", "What became of work items; settle those in doubt."),
    "report": ("clerkwork.cli.report:report", "Write the page that shows what a run did."),
    "review": ("clerkwork.cli.review:review", "Show what a run healed or saw differ, and accept it."),
    "verify": ("clerkwork.cli.verify:verify", "Prove that a run's evidence was not altered."),
    "evidence": (
        "clerkwork.cli.evidence:evidence",
        "Hand runs to an auditor, and erase what must not be kept.",
    ),
    "keys": ("clerkwork.cli.keys:keys", "The key that seals runs here, and the keys whose seals count."),
    "import": ("clerkwork.cli.import_:import_foreign", "Make a bot of what another tool recorded."),
    "export": ("clerkwork.cli.export:export", "Write a bot as a Playwright script that runs by itself."),
    "serve": ("clerkwork.cli.serve:serve", "Run the control room: API and workers in one process."),
    "token": ("clerkwork.cli.token:token", "Who may ask the control room for what."),
    "worker": ("clerkwork.cli.worker:worker", "Do the jobs of a control room, on this machine."),
    "schedule": (
        "clerkwork.cli.schedule:schedule",
        "When bots are due, and what is wrong in the control room's file.",
    ),
    "health": ("clerkwork.cli.health:health", "Whether the control room is well, for watchdogs outside."),
    "sites": ("clerkwork.cli.sites:sites", "List and serve the mock sites."),
}

_ABOUT = "Learns a clerk's routine in a web console by watching it once, repeats it, and proves what it did."
_EPILOG = "Options stand anywhere. Start with 'clerkwork demo'; every command's --help has an example."


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; `failures` lists them."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    words, switches = logging.take_switches(words or ["--help"])
    _never_stumble_over_a_letter()
    return failures.guard(lambda: _run(words, switches), debug=switches.debug)


def _never_stumble_over_a_letter() -> None:
    # A pipe on Windows has the code page's encoding, and a page's text may hold any letter.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _run(words: list[str], switches: logging.Switches) -> int:
    outcome = application(words, switches)(words, prog_name="clerkwork", standalone_mode=False)
    return outcome if isinstance(outcome, int) else 0


def application(words: Sequence[str], switches: logging.Switches) -> typer.Typer:
    """The command line with the named command loaded and the others known by name and help only."""
    app = typer.Typer(help=_ABOUT, epilog=_EPILOG, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.callback()(_global_options(switches))
    named = next((word for word in words if word in COMMANDS), None)
    completing = "_CLERKWORK_COMPLETE" in os.environ
    for name, (target, help_text) in COMMANDS.items():
        if name == named or completing:
            _add(app, name, _load(target), help_text)
        else:
            app.command(name, help=help_text)(_not_loaded)
    return app


def _add(app: typer.Typer, name: str, command: typer.Typer | Callable[..., Any], help_text: str) -> None:
    if isinstance(command, typer.Typer):
        app.add_typer(command, name=name, short_help=help_text)
    else:
        app.command(name, short_help=help_text)(command)


def _load(target: str) -> Any:
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)


def _not_loaded() -> None:
    raise AssertionError("a command runs only after it was loaded")


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"clerkwork {version('clerkwork')}")
        raise typer.Exit


def _global_options(switches: logging.Switches) -> Callable[..., None]:
    def start(
        version: Annotated[
            bool,
            typer.Option(
                "--version", is_eager=True, callback=_show_version, help="Show the version and exit."
            ),
        ] = False,
        debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a failure.")] = False,
        verbose: Annotated[
            bool, typer.Option("--verbose", help="Say more on stderr; twice says all.")
        ] = False,
        log_json: Annotated[bool, typer.Option("--log-json", help="Log as JSON lines on stderr.")] = False,
    ) -> None:
        del version, debug, verbose, log_json  # taken out before typer parses, so that they work anywhere
        logging.configure(switches)

    return start


if __name__ == "__main__":
    sys.exit(main())
