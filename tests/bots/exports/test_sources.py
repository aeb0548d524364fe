from __future__ import annotations

import pytest

from clerkwork.bots.bot import Bot
from clerkwork.bots.errors import NotExportable
from clerkwork.bots.exports.sources import Sources

BOT = Bot.model_validate(
    {
        "name": "x",
        "systems": {"rentals": {"url": "http://127.0.0.1:1"}},
        "inputs": {"device": {}, "days": {"type": "integer"}, "long": {"type": "boolean"}},
    }
)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("clerk", '"clerk"'),
        ('say "a"\n{x}', '"say \\"a\\"\\n{x}"'),
        ("{{ inputs.device }}", "DEVICE"),
        ("{{ inputs.days }}", "str(DAYS)"),
        ("{{ inputs.long }}", "str(LONG).lower()"),
        ("{{ inputs.device }}/{x}", 'f"{DEVICE}/{{x}}"'),
        ("{{ secrets.rentals_password }}", "RENTALS_PASSWORD"),
        ("q={{ inputs.device | urlencode }}", "f\"q={quote(str(DEVICE), safe='')}\""),
        ("{{ today | add_days(7) }}", "str((date.today() + timedelta(days=7)))"),
        ("{{ outputs.loan }}", "str(loan)"),
    ],
)
def test_a_text_becomes_the_source_that_a_person_would_write(text: str, source: str) -> None:
    assert Sources(BOT).text(text) == source


@pytest.mark.parametrize(
    "text",
    ["{{ inputs.device | urlencode }}/{{ inputs.days + 1 }}", "it's {{ inputs.device.split(\"'\")[0] }}"],
)
def test_every_source_can_be_compiled(text: str) -> None:
    compile(Sources(BOT).text(text), "made", "eval")


def test_what_has_no_counterpart_is_refused_by_name() -> None:
    with pytest.raises(NotExportable, match=r"run\.id"):
        Sources(BOT).text("{{ run.id }}")
