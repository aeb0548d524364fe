"""What stands around a routine in every exported file: docstring, imports, the function that looks into frames."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from clerkwork.bots.exports.routine import Routine
from clerkwork.bots.secrets import variable_of

SEE = '''\
def see(page: Page, words: re.Pattern[str], seconds: float = 15) -> None:
    """Wait until one of the frames says the words."""
    for _ in range(int(seconds * 10)):
        for frame in page.frames:
            with suppress(Error):  # it may be on its way to another page
                if words.search(" ".join(frame.locator("body").inner_text(timeout=1000).split())):
                    return
        page.wait_for_timeout(100)
    raise AssertionError(f"{words.pattern} is not to be seen")'''

MAY_CLOSE = '''\
@contextmanager
def may_close(page: Page) -> Iterator[None]:
    """What is pressed inside may close the page before the press is answered."""
    try:
        yield
    except Error:
        if not page.is_closed():
            raise'''


def support(routine: Routine) -> list[str]:
    """The functions that the routine calls, as source."""
    return [source for source, used in ((SEE, routine.sees), (MAY_CLOSE, routine.closes)) if used]


def about(routine: Routine, how: str) -> str:
    """The docstring: what it does, how to run it, what it needs, what it no longer does."""
    bot = routine.bot
    told = [bot.title or bot.name]
    if bot.purpose:
        told.append(bot.purpose)
    told.append(how)
    if bot.secrets:
        told.append(f"Needs in the environment: {', '.join(map(variable_of, bot.secrets))}.")
    if routine.files:
        told.append(f"Needs beside it: {', '.join(dict.fromkeys(routine.files))}.")
    refusals = [refusal.see for refusal in bot.business if "{{" not in refusal.see]
    if refusals:
        told.append(f"The console says no with: {'; '.join(refusals)}.")
    folded = [part if "\n\n    " in part else textwrap.fill(part, 100) for part in told]
    text = "\n\n".join(folded).replace("\\", "\\\\").replace('"""', "'''")
    return f'"""{text}\n"""'


def imports(routine: Routine, playwright: set[str], further: set[str]) -> str:
    """The import lines, sorted as formatters sort them."""
    body = "\n".join(routine.lines)
    lines = {"from __future__ import annotations"}
    standard = set(routine.sources.imports)
    if routine.sees:
        standard |= {"import re"}
    if routine.closes:
        standard |= {"from collections.abc import Iterator"}
    if from_contextlib := ["contextmanager"] * routine.closes + ["suppress"] * routine.sees:
        standard |= {f"from contextlib import {', '.join(from_contextlib)}"}
        playwright = playwright | {"Error"}
    if "expect(" in body:
        playwright = playwright | {"expect"}
    plain = sorted((one for one in standard), key=lambda one: (one.startswith("from"), one))
    names = ", ".join(sorted(playwright, key=lambda one: (one.islower(), one)))
    third = [*sorted(further), f"from playwright.sync_api import {names}"]
    return "\n\n".join(["\n".join(lines), "\n".join(plain), "\n".join(third)])


def basic_sign_in(routine: Routine) -> str:
    """The credentials of the system that asks for them by HTTP, as source; "" when none does."""
    for name, system in routine.bot.systems.items():
        if system.sign_in == "basic":
            return f'{{"username": {name.upper()}_USER, "password": {name.upper()}_PASSWORD}}'
    return ""


def indented(lines: Sequence[str]) -> str:
    """The body of a function, with an empty line before each comment that begins a new target."""
    made: list[str] = []
    for line in lines:
        begins = re.match(r"\s*# ", line) and not (made and made[-1].lstrip().startswith("# "))
        if begins and made and not made[-1].rstrip().endswith((":", "[", ",")):
            made.append("")
        made.append(f"    {line}" if line else "")
    return "\n".join(made)
