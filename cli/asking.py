"""Asks whoever sits at the terminal what a bot wants to know."""

from __future__ import annotations

import asyncio
import getpass
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clerkwork.runner.asking import Answer, Asker, Question


def at_terminal() -> Asker | None:
    """Somebody to ask, where there is one."""
    return _Terminal() if sys.stdin.isatty() and sys.stderr.isatty() else None


class _Terminal:
    async def ask(self, question: Question) -> Answer | None:
        """As `runner.asking.Asker`; anything but a choice is asked again."""
        from clerkwork.runner.asking import Answer

        print(f"\n{question.words}", file=sys.stderr)
        try:
            async with asyncio.timeout(question.wait_s):
                while True:
                    print(f"  {' / '.join(question.choices)}: ", end="", file=sys.stderr, flush=True)
                    said = (await _line()).strip()
                    if said in question.choices:
                        return Answer(said, getpass.getuser())
        except (TimeoutError, EOFError):
            return None


async def _line() -> str:
    """One line of the terminal. The thread is a daemon: nobody may ever press Enter."""
    loop = asyncio.get_running_loop()
    typed: asyncio.Future[str] = loop.create_future()

    def hand_over(line: str) -> None:
        if not typed.done():
            typed.set_result(line)

    def read() -> None:
        line = sys.stdin.readline()
        if not loop.is_closed():
            loop.call_soon_threadsafe(hand_over, line)

    threading.Thread(target=read, daemon=True).start()
    line = await typed
    if not line:
        raise EOFError
    return line
