"""`clerkwork items questions` and `clerkwork items answer`: what bots want to know of a person."""

from __future__ import annotations

import getpass
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from clerkwork.cli.stores import ask_store
from clerkwork.cli.worker import RUNS, STORE

if TYPE_CHECKING:
    from clerkwork.runner.store.questions import Asked, Questions

T = TypeVar("T")


def questions(store: Annotated[str | None, STORE] = None, runs: Annotated[Path, RUNS] = Path("runs")) -> int:
    """List the questions of bots that wait for an answer.

    \b
    Example:
      clerkwork items questions
    """
    for one in _asked(store, runs, lambda asked: asked.open()):
        left = max(0, round((one.until - time.time()) / 60))
        print(f"{one.id}  {one.words}")
        print(
            f"  {' / '.join(one.choices)}; {one.bot}, item {one.number} of {one.batch}; {left} minutes left"
        )
        if one.picture:
            print(f"  {runs / one.run / one.picture}")
    return 0


def answer(
    question: Annotated[str, typer.Argument(help="The question, as 'clerkwork items questions' names it.")],
    choice: Annotated[str, typer.Argument(help="One of its choices.")],
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who answers; default: you.")] = None,
    note: Annotated[
        str, typer.Option("--note", metavar="TEXT", help="Why, for those who read it later.")
    ] = "",
    store: Annotated[str | None, STORE] = None,
    runs: Annotated[Path, RUNS] = Path("runs"),
) -> int:
    """Answer a bot's question; the item goes on at once.

    \b
    Example:
      clerkwork items answer 3f9a27c81b04 approve --note "budget is there"
    """
    from clerkwork.runner.asking import Answer
    from clerkwork.runner.errors import NotAsked

    said = Answer(choice, by or getpass.getuser(), note)
    if _asked(store, runs, lambda asked: asked.answer(question, said)) is None:
        known = _asked(store, runs, lambda asked: asked.find(question))
        raise NotAsked(*_why_not(question, choice, known))
    return 0


def _why_not(question: str, choice: str, known: Asked | None) -> tuple[str, str]:
    if known is None:
        return f"there is no question {question}", "'clerkwork items questions' lists them"
    if choice not in known.choices:
        return f"{choice!r} is none of the choices", f"they are {', '.join(map(repr, known.choices))}"
    if known.answered:
        return f"{known.by} answered already: {known.choice}", "one answer counts"
    return "the time to answer is over", "the item ended as its step says; ask for it again"


def _asked(store: str | None, runs: Path, ask: Callable[[Questions], Awaitable[T]]) -> T:
    from clerkwork.runner.store.questions import Questions

    return ask_store(store, runs, lambda known: ask(Questions(known)))
