"""Checks that a table has a row."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame

from clerkwork.bots.actions.see_row import SeeRow
from clerkwork.runner.actions.see import PAUSE
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import ExpectationFailed
from clerkwork.runner.refusals import raise_if_refused
from clerkwork.runner.session import Session
from clerkwork.runner.texts import PATIENCE, folded, says

ROWS = """first => {
  const cellsOf = row => Array.from(row.cells || row.querySelectorAll('[role=cell],[role=gridcell],[role=rowheader]'));
  const rows = [];
  for (const row of document.querySelectorAll('tr,[role=row]')) {
    if (row.textContent.toLowerCase().includes(first.toLowerCase()) && row.checkVisibility()) rows.push(cellsOf(row).map(cell => cell.innerText));
  }
  return rows;
}"""
"""The cells of the visible rows that hold a text; asking for it first keeps long tables quick."""


async def see_row(session: Session, step: SeeRow, deadline: Deadline) -> None:
    """Wait until a row shows all texts; ExpectationFailed when the deadline passes."""
    texts = [folded(session.text(text)) for text in step.see_row]
    while not await _is_there(session, texts):
        session.check_faults()
        await raise_if_refused(session)
        if deadline.over:
            raise ExpectationFailed(
                f"no table has a row {' · '.join(texts)!r} after {deadline.seconds:g} s",
                "look at the picture: the row says something else, or the table is another page's",
            )
        await asyncio.sleep(min(PAUSE, deadline.left()))


def holds(cells: Sequence[str], texts: Sequence[str]) -> bool:
    """Whether each text is in a cell of its own, from left to right; white space is folded."""
    left = iter(map(folded, cells))
    return all(any(says(cell, text) for cell in left) for text in texts)


async def _is_there(session: Session, texts: Sequence[str]) -> bool:
    frames = [frame for page in session.view() for frame in page.frames]
    # A word of the first text: the page's own white space is not folded yet.
    first = max(texts[0].replace("*", " ").split(), key=len, default="")
    tables = await asyncio.gather(*(_rows(frame, first) for frame in frames))
    return any(holds(cells, texts) for rows in tables for cells in rows)


async def _rows(frame: Frame, first: str) -> list[list[str]]:
    """None while the frame navigates."""
    try:
        return list(await asyncio.wait_for(frame.evaluate(ROWS, first), PATIENCE))
    except (PlaywrightError, TimeoutError):
        return []
