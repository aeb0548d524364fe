"""Business exceptions: words of the page that mean that the process said no."""

from __future__ import annotations

from clerkwork.runner.errors import BusinessException
from clerkwork.runner.session import Session
from clerkwork.runner.texts import folded, visible_texts


async def raise_if_refused(session: Session) -> None:
    """Raise BusinessException when a page shows words that the running step, or the bot, takes for a no."""
    refusals = (*session.refusals, *session.bundle.bot.business)
    if not refusals:
        return
    texts = await visible_texts(session.view())
    for refusal in refusals:
        words = session.text(refusal.see)
        if any(folded(words) in text for text in texts):
            raise BusinessException(
                session.text(refusal.reason), f"the page says {words!r}; nothing to repair in the bot"
            )
