"""Has the consoles asked when the items of a job have ended: by one of its hands, while the others wait for it."""

from __future__ import annotations

from collections.abc import Sequence

from loguru import logger

from clerkwork.evidence.redact import Redactor
from clerkwork.runner.batch import Work
from clerkwork.runner.browsers import NextBrowser
from clerkwork.runner.controls import ControlBot, reconcile
from clerkwork.runner.listener import Silent
from clerkwork.runner.places import Limit, places
from clerkwork.runner.store.reconciled import Reconciled


async def reconcile_once(
    work: Work, controls: Sequence[ControlBot], redactor: Redactor, browser: NextBrowser
) -> None:
    """Compare the job's items with the consoles, unless that was done since the last of them ended.

    Raises ApplicationException when a control could not be run to its end.
    """
    name, known = f"controls of {work.batch}", Reconciled(work.store)
    one_at_a_time = Limit(name, 1, "the controls of the job", "a shorter list of controls")
    async with places([one_at_a_time], work.store, work.options, Silent()):
        tokens = await known.due(work.batch)
        if tokens is None:
            return
        logger.bind(job=work.batch, bot=work.bundle.bot.name).info("asking the consoles")
        await reconcile(work, controls, redactor, browser)
        await known.note(work.batch, tokens)
