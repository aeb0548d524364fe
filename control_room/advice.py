"""What a notice about a bot says beside its reason: who answers for it, and what the runbook says to do."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from clerkwork.bots.errors import BotInvalid
from clerkwork.bots.runbook import advice_for
from clerkwork.bots.secrets import Secrets, find_secret
from clerkwork.control_room.catalogue import Catalogue
from clerkwork.control_room.errors import BotUnknown
from clerkwork.control_room.notices import Notice
from clerkwork.control_room.redactions import Redactions
from clerkwork.runner.redaction import redactor_of


@dataclass
class Advice:
    """Knows the bots; what it learns of their secrets is taken out of all that `redactions` see."""

    catalogue: Catalogue
    redactions: Redactions = field(default_factory=Redactions)
    link: str = ""
    _known: set[str] = field(default_factory=set)

    async def notice(self, bot: str, reason: str, why: str, *, exit_code: int = 0, path: str = "") -> Notice:
        """A notice about a bot. `exit_code` is that of how it ended, `path` of the page that shows it."""
        owner = await asyncio.to_thread(self._owner, bot)
        link = f"{self.link.rstrip('/')}{path}" if self.link and path else ""
        return Notice(reason, why, bot, owner, link, advice_for(exit_code))

    def _owner(self, bot: str) -> str:
        try:
            bundle = self.catalogue.bundle(bot)
        except (BotUnknown, BotInvalid):
            return ""
        if bot not in self._known:  # looking up secrets may ask a keyring, which takes a while
            found = {name: find_secret(name, folder=bundle.folder) for name in bundle.bot.secrets}
            secrets = Secrets({name: value for name, value in found.items() if value})
            self.redactions.add(bot, redactor_of(bundle.bot, secrets))
            self._known.add(bot)
        return bundle.bot.owner or ""
