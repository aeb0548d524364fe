"""Takes the rows of a table into an output."""

from __future__ import annotations

from playwright.async_api import Error as PlaywrightError

from clerkwork.bots.actions.read_rows import ReadRows
from clerkwork.runner.deadline import Deadline
from clerkwork.runner.errors import ExpectationFailed
from clerkwork.runner.find import find
from clerkwork.runner.session import Session
from clerkwork.runner.sight import wanted_by

MOST_ROWS = 20_000

ROWS = """(element, most) => {
  const table = element.closest('table');
  if (!table) return null;
  const said = cell => cell.innerText.replace(/\\s+/g, ' ').trim();
  const rows = Array.from(table.rows).filter(row => row.closest('table') === table && row.cells.length);
  const head = rows.findIndex(row => row.closest('thead') || Array.from(row.cells).every(cell => cell.tagName === 'TH'));
  const names = head < 0 ? [] : Array.from(rows[head].cells, said);
  return rows.slice(head + 1).filter(row => row.querySelector('td')).slice(0, most).map(row =>
    Object.fromEntries(Array.from(row.cells, (cell, at) => [names[at] || `column ${at + 1}`, said(cell)])));
}"""
"""Rows as {column head: text}; a column without a head is named by its place."""


async def read_rows(session: Session, step: ReadRows, deadline: Deadline) -> None:
    """ExpectationFailed when the target stands in no table."""
    found = await find(session, wanted_by(session, step, step.read_rows), deadline)
    try:
        rows = await found.locator.evaluate(ROWS, MOST_ROWS, timeout=deadline.look_ms())
    except PlaywrightError:
        session.check_alive()
        rows = None
    if rows is None:
        raise ExpectationFailed(
            f"{step.read_rows} stands in no table", "name a target in the table whose rows are to be read"
        )
    session.scope["outputs"][step.into] = rows
    session.tell("read", output=step.into, value=rows)
