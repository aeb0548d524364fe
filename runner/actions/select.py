"""Chooses entries of a list."""

from __future__ import annotations

from playwright.async_api import Locator
from playwright.async_api import TimeoutError as PlaywrightTimeout

from clerkwork.bots.actions.select import Select
from clerkwork.runner.act import act
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import StepUnusable
from clerkwork.runner.session import Session

OPTIONS = "(element, by) => Array.from(element.options || [], option => option[by].trim())"


async def select(session: Session, step: Select, deadline: Deadline) -> None:
    """Choose the options by their labels or values; a list that is filled by script is waited for."""
    labels = [step.choose] if isinstance(step.choose, str) else list(step.choose)
    labels = [session.text(label) for label in labels]

    async def perform(locator: Locator, timeout: float) -> None:
        try:
            if step.match == "value":
                await locator.select_option(value=labels, timeout=timeout)
            else:
                await locator.select_option(label=labels, timeout=timeout)
        except PlaywrightTimeout:
            there: list[str] = await locator.evaluate(OPTIONS, step.match, timeout=timeout)
            if deadline.over and not set(labels) <= set(there):
                raise StepUnusable(
                    f"{step.words()}: the list has no such entry; it has {', '.join(map(repr, there[:12]))}",
                    f"give a {step.match} that is in the list",
                ) from None
            raise

    await act(session, step, step.select, deadline, perform)
