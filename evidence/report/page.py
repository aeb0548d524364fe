"""Renders the story of a run as one page: report.html beside the pictures."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from clerkwork.evidence.chain import read_chain
from clerkwork.evidence.errors import StorageError
from clerkwork.evidence.files import REPORT, write_whole
from clerkwork.evidence.picture_store import PictureStore, read_key
from clerkwork.evidence.report import words
from clerkwork.evidence.report.pictures import Picture, Shown, show
from clerkwork.evidence.report.story import Story, tell
from clerkwork.evidence.verify import Verdict, verify_run

SCRIPTS = ("report.js", "compare.js", "accept.js")
_SECRET = re.compile(r"«secret:([^«»]*)»")


def write_report(run_path: Path, *, inline_pictures: bool = False, verdict: Verdict | None = None) -> Path:
    """Write report.html into a run folder, whatever state the run is in; returns its path.

    Args:
        run_path: The run's folder.
        inline_pictures: Carry the pictures inside the page, for a single file to pass on.
        verdict: What `verify_run` said, to be shown; default: ask it.

    Raises:
        RunFolderError: there is no run at this path.
        StorageError: the journal cannot be read or the page not be written.
        SigningKeyError: the trusted keys are unusable (only without a verdict).
    """
    verdict = verdict or verify_run(run_path)
    try:
        chain = read_chain((run_path / "journal.jsonl").read_bytes())
    except OSError as error:
        raise StorageError.of("read the journal", run_path / "journal.jsonl", error) from error
    page = render(run_path, tell(chain.entries), verdict, inline_pictures=inline_pictures)
    write_whole(run_path / REPORT, page.encode("utf-8", "replace"))
    return run_path / REPORT


def render(run_path: Path, story: Story, verdict: Verdict, *, inline_pictures: bool = False) -> str:
    """The page's HTML."""
    pictures = PictureStore(run_path, read_key(run_path.name))

    def shown(picture: Picture) -> Shown:
        return show(pictures, picture, inline=inline_pictures)

    info = _info(run_path)
    script = "".join(map(_read, SCRIPTS))
    return (
        _environment()
        .get_template("report.html")
        .render(
            run=run_path.name,
            info=info,
            facts=info
            | {name: value for name, value in story.started.items() if value not in (None, "", {}, [])},
            story=story,
            verdict=verdict,
            said=words.said_of_run(story),
            proof=words.said_of_evidence(verdict),
            opened=_first_to_open(story),
            show=shown,
            style=Markup(_read("report.css")),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            script_digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii"),
        )
    )


def _first_to_open(story: Story) -> int:
    """Number of the step that a reader wants to see first: the last failure, else a difference, else the last."""
    if story.failed_step:
        return story.failed_step.number
    return next((step.number for step in story.steps if step.attention), len(story.steps))


def _info(run_path: Path) -> dict[str, Any]:
    """What run.json says; nothing if it was damaged (the verdict tells that)."""
    try:
        found = json.loads((run_path / "run.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_read),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(duration=words.duration, told=_told, moment=_moment, pairs=_pairs)
    environment.globals.update(
        count=words.count,
        kinds=words.KINDS,
        said_of_step=words.said_of_step,
        said_of_checkpoint=words.said_of_checkpoint,
        said_of_heal=words.said_of_heal,
    )
    return environment


def _read(name: str) -> str:
    return files("clerkwork.evidence.report").joinpath(name).read_text("utf-8").replace("\r\n", "\n")


def _told(value: object) -> Markup:
    """A value from the run as text, with the places of secrets set apart."""
    plain = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return Markup(_SECRET.sub(r'<span class="secret">secret \1</span>', str(escape(plain))))  # noqa: S704 - escaped


def _moment(time: object) -> str:
    """`2026-11-21 22:15:03 UTC` of a journal's time."""
    return f"{str(time)[:19].replace('T', ' ')} UTC" if time else "unknown"


def _pairs(value: object) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, Mapping) else []
