"""What a bot keeps out of every file, as one redactor for journal, names, logs and what is told."""

from __future__ import annotations

from collections.abc import Mapping

from clerkwork.bots.bot import Bot
from clerkwork.evidence.patterns import patterns_of
from clerkwork.evidence.redact import Redactor


def redactor_of(bot: Bot, secrets: Mapping[str, str]) -> Redactor:
    """Takes out the run's secrets, and texts of the shapes that the bot names under `redact`."""
    return Redactor(secrets, rules=[pattern.rule for pattern in patterns_of(bot.redact)])
