"""Makes the bots of the library: a scripted person shows the routine, then adds what no recording can know.

    python -m clerkwork.cli.demo.library [FOLDER]     (bots/library of a checkout by default)

What is added is what a person adds in an editor: the purpose, the owner, the words that mean no, and the
probe that tells whether the commit happened. The steps and the targets are the recorder's.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from clerkwork.bots.bot import Bot, Bundle
from clerkwork.bots.load import load_bundle
from clerkwork.bots.runbook import write_runbook
from clerkwork.bots.save import save_bot
from clerkwork.cli.demo.people import PEOPLE, Person
from clerkwork.cli.demo.recording import record_person
from clerkwork.fixtures_sites.server import SiteServer

PASSWORD_VARIABLE = "CLERKWORK_SITE_PASSWORD"  # noqa: S105 - the variable's name
ADDRESSES = {"rentals": "http://127.0.0.1:8101", "service_desk": "http://127.0.0.1:8102"}
"""Where `clerkwork sites serve` puts the mock sites."""

ADDED: dict[str, dict[str, Any]] = {
    "rent_device": {
        "title": "Hand out a rental device",
        "purpose": "Reserves a free device for an employee and confirms the loan.",
        "owner": "it-assets@example.com",
        "business": [
            {"see": "is already lent to", "reason": "{{ inputs.device }} is already lent"},
            {"see": "No devices match your search", "reason": "there is no device {{ inputs.device }}"},
        ],
        "row_refusals": [{"see": "Lent", "reason": "{{ inputs.device }} is lent"}],
        "probe": [
            {"open": "rentals:/loans?device={{ inputs.device }}"},
            {"see": "{{ inputs.employee }}"},
        ],
    },
    "open_ticket": {
        "title": "Open a ticket for a colleague",
        "purpose": "Files a ticket in the service desk for somebody who called.",
        "owner": "service-desk@example.com",
        "business": [{"see": "Requester unknown", "reason": "nobody is named {{ inputs.requester }}"}],
        "probe": [
            {"open": "service_desk:/tickets?view=all&subject={{ inputs.subject | urlencode }}"},
            {"see": "{{ inputs.subject }}"},
        ],
    },
}


def site_password() -> str:
    """The password of the mock sites' clerk."""
    return os.environ.get(PASSWORD_VARIABLE, "clerk-pass-7")


async def make(person: Person, url: str, into: Path) -> Bundle:
    """Record the person on a running site as a bot below `into`, then add what a person adds by hand.

    An older bot there is replaced. Raises RehearsalError when the recorder does not do its part.
    """
    folder = into / person.bot.replace("_", "-")
    shutil.rmtree(folder, ignore_errors=True)
    await record_person(person, url, site_password(), into)
    save_bot(folder, completed(load_bundle(folder).bot, person.bot))
    return load_bundle(folder)


def completed(bot: Bot, name: str) -> Bot:
    """The recorded bot with the additions of the library."""
    added = dict(ADDED[name])
    probe, refusals = added.pop("probe"), added.pop("row_refusals", [])
    told = bot.model_dump(by_alias=True, exclude_unset=True)
    for step in told["steps"]:
        if "row" in step:
            step["business"] = refusals
        if "commit" in step:
            step["commit"]["probe"] = probe
    return Bot.model_validate(told | added | {"review": {"last": date.today(), "every": "180 days"}})


async def _make_library(into: Path) -> None:
    for person in PEOPLE.values():
        with tempfile.TemporaryDirectory() as scratch:
            async with SiteServer(person.site) as site:
                bundle = await make(person, site.url, Path(scratch))
                _publish(bundle, person, into / person.bot)


def _publish(bundle: Bundle, person: Person, folder: Path) -> None:
    """Move the bot into the library, with the mock site's usual address."""
    systems = {
        person.site: bundle.bot.systems[person.site].model_copy(update={"url": ADDRESSES[person.site]})
    }
    folder.mkdir(parents=True, exist_ok=True)
    for old in ("bot.yaml", "targets.yaml", "crops", "files"):
        _remove(folder / old)
    for name in ("targets.yaml", "crops", "files"):
        if (bundle.folder / name).exists():
            shutil.move(bundle.folder / name, folder / name)
    save_bot(folder, bundle.bot.model_copy(update={"systems": systems}))
    published = load_bundle(folder)
    (folder / "RUNBOOK.md").write_text(write_runbook(published), encoding="utf-8")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    asyncio.run(_make_library(Path(sys.argv[1] if len(sys.argv) > 1 else "bots/library")))
