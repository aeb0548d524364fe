"""`clerkwork items`: what became of work items, and a person's word about those in doubt."""

from __future__ import annotations

import getpass
import json
from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from clerkwork.cli.failures import DONE, IN_DOUBT
from clerkwork.cli.questions import answer, questions
from clerkwork.cli.stores import ask_store

if TYPE_CHECKING:
    from clerkwork.runner.settling import Choice, InDoubt
    from clerkwork.runner.store.database import Store
    from clerkwork.runner.store.items import Item, Items

items = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Runs = Annotated[Path, typer.Option("--runs", metavar="DIR", help="Where the run folders are.")]
Address = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        envvar="CLERKWORK_STORE",
        help="Where items are remembered, if not beside the runs.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]
BatchId = Annotated[
    str, typer.Argument(metavar="BATCH", help="The batch, as 'clerkwork items list' names it.")
]
By = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who decides; default: the user of this machine.")
]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="Why, for those who read it later.")]

T = TypeVar("T")


class Word(StrEnum):
    """What a person found out."""

    DONE = "done"
    AGAIN = "again"


@items.callback()
def _items() -> None:
    """Say what became of work items, and settle those in doubt.

    \b
    Example:
      clerkwork items in-doubt
    """


items.command("questions")(questions)
items.command("answer")(answer)


@items.command("list")
def list_batches(runs: Runs = Path("runs"), store: Address = None, as_json: AsJson = False) -> int:
    """List the batches, the newest first, with how many items are in which state.

    \b
    Example:
      clerkwork items list --runs runs
    """

    async def work(known: Store) -> list[dict[str, Any]]:
        from clerkwork.runner.store.items import Items

        found = Items(known)
        return [
            {
                "batch": batch.id,
                "bot": batch.bot,
                "made": batch.made,
                "source": batch.source,
                "counts": {state.value: count for state, count in (await found.counts(batch.id)).items()},
            }
            for batch in await found.batches()
        ]

    told = _with_store(runs, store, work)
    if as_json:
        print(json.dumps(told, indent=1, ensure_ascii=False))
        return DONE
    from rich.table import Table

    table = Table("batch", "items", "source", box=None, pad_edge=False)
    for one in told:
        table.add_row(one["batch"], _counts(one["counts"]), one["source"])
    _show(table, "there are no batches here", told)
    return DONE


@items.command("show")
def show(batch: BatchId, runs: Runs = Path("runs"), store: Address = None, as_json: AsJson = False) -> int:
    """Show every item of a batch: state, reason, last run, what a person said.

    \b
    Example:
      clerkwork items show rent-device-20261126T020000-1f3a
    """
    found = _with_store(runs, store, lambda known: _known(known, batch))
    if as_json:
        print(json.dumps([_as_json(item, runs) for item in found], indent=1, ensure_ascii=False))
        return DONE
    from rich.table import Table

    table = Table("item", "state", "attempts", "run", "why", box=None, pad_edge=False)
    for item in found:
        run = item.runs[-1] if item.runs else ""
        table.add_row(str(item.number), _words(item.state.value), str(item.attempts), run, _why(item))
    _show(table, "the batch is empty", found)
    return DONE


@items.command("in-doubt")
def in_doubt(
    bot: Annotated[str | None, typer.Option("--bot", metavar="NAME", help="Only those of this bot.")] = None,
    runs: Runs = Path("runs"),
    store: Address = None,
    as_json: AsJson = False,
) -> int:
    """List the items of which nobody can tell whether they were committed, each with its last picture.

    Look in the console, then say so with 'clerkwork items settle'. Exit code 0 when there is none, else 5.

    \b
    Example:
      clerkwork items in-doubt --bot rent-device
    """
    from clerkwork.runner.settling import in_doubt as waiting

    found = _with_store(runs, store, lambda known: waiting(known, bot))
    if as_json:
        print(json.dumps([_doubt_as_json(one, runs) for one in found], indent=1, ensure_ascii=False))
        return IN_DOUBT if found else DONE
    for one in found:
        told = _doubt_as_json(one, runs)
        print(f"{told['batch']} item {told['number']}, since {told['ended']}: {told['why']}")
        for commit in told["commits"]:
            print(f"  commit  {commit['key']}, intended {commit['at']}")
        for name in ("picture", "report"):
            if told[name]:
                print(f"  {name:<7} {told[name]}")
        print(f"  settle  clerkwork items settle {told['batch']} {told['number']} done|again")
    if not found:
        print("nothing is in doubt")
    return IN_DOUBT if found else DONE


@items.command("settle")
def settle(
    batch: BatchId,
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The item's number.")],
    word: Annotated[Word, typer.Argument(metavar="done|again", help="It was done, or do it again.")],
    note: Note = "",
    by: By = None,
    runs: Runs = Path("runs"),
    store: Address = None,
) -> int:
    """Say of an item in doubt that it was done, or that it shall be done again; who and when is kept.

    \b
    Example:
      clerkwork items settle rent-device-20261126T020000-1f3a 17 done --note "loan L-4711 is there"
    """
    from clerkwork.runner.settling import settle as write_down

    choice: Choice = word.value
    who = by or getpass.getuser()
    item = _with_store(
        runs,
        store,
        lambda known: write_down(known, batch, number, choice, by=who, note=note, runs=runs),
    )
    print(f"item {item.number} is {_words(item.state.value)}, says {who}")
    if word is Word.AGAIN:
        print(f"  go on with: clerkwork run BOT --items FILE --resume {batch}")
    return DONE


@items.command("again")
def again(
    batch: BatchId,
    numbers: Annotated[
        list[int] | None,
        typer.Argument(metavar="[NUMBER]...", help="Items; all that failed if none is named."),
    ] = None,
    note: Note = "",
    by: By = None,
    runs: Runs = Path("runs"),
    store: Address = None,
) -> int:
    """Put items back that failed, so that the batch does them when it goes on. Those in doubt must be named.

    \b
    Example:
      clerkwork items again rent-device-20261126T020000-1f3a
    """
    from clerkwork.runner.settling import settle as write_down
    from clerkwork.runner.state import RunState

    async def work(known: Store) -> list[int]:
        failed = [
            item.number for item in await _known(known, batch) if item.state is RunState.APPLICATION_EXCEPTION
        ]
        for number in numbers or failed:
            await write_down(known, batch, number, "again", by=by or getpass.getuser(), note=note, runs=runs)
        return numbers or failed

    put = _with_store(runs, store, work)
    print(f"put back: {', '.join(map(str, put)) or 'none, since none failed'}")
    if put:
        print(f"  go on with: clerkwork run BOT --items FILE --resume {batch}")
    return DONE


def _with_store(runs: Path, address: str | None, work: Callable[[Store], Awaitable[T]]) -> T:
    from clerkwork.runner.errors import StoreRefused

    if address is None and not (runs / "store.sqlite").exists():
        raise StoreRefused(
            f"nothing is remembered beside {runs}", "name the folder with --runs, or the store with --store"
        )
    return ask_store(address, runs, work)


async def _known(store: Store, batch: str) -> list[Item]:
    from clerkwork.runner.errors import NothingToSettle
    from clerkwork.runner.store.items import Items

    found: Items = Items(store)
    if await found.batch(batch) is None:
        raise NothingToSettle(f"there is no batch {batch} in {store}", "'clerkwork items list' lists them")
    return await found.items(batch)


def _as_json(item: Item, runs: Path) -> dict[str, Any]:
    last = runs / item.runs[-1] if item.runs else None
    return {
        "batch": item.batch,
        "number": item.number,
        "state": item.state.value,
        "attempts": item.attempts,
        "inputs": dict(item.inputs),
        "outputs": dict(item.outputs),
        "why": item.why,
        "what_to_do": item.hint,
        "runs": list(item.runs),
        "ended": item.ended,
        "settled": dict(item.settled),
        "report": str(last / "report.html") if last and (last / "report.html").exists() else "",
    }


def _doubt_as_json(one: InDoubt, runs: Path) -> dict[str, Any]:
    return {
        **_as_json(one.item, runs),
        "bot": one.bot,
        "commits": [{"key": commit.key, "at": commit.at, "run": commit.run} for commit in one.commits],
        "picture": _last_picture(one.item, runs),
    }


def _last_picture(item: Item, runs: Path) -> str:
    """The last picture of the item's last run; "" when the run is on another machine, or has none."""
    from clerkwork.evidence.errors import EvidenceError
    from clerkwork.evidence.journal import read_journal

    for run in reversed(item.runs):
        try:
            entries = read_journal(runs / run / "journal.jsonl")
        except EvidenceError:
            continue
        shots = [str(entry.data["shot"]) for entry in entries if entry.data.get("shot")]
        if shots:
            return str(runs / run / shots[-1])
    return ""


def _why(item: Item) -> str:
    said = item.settled
    word = f" ({said['by']}: {said['choice']}{', ' + said['note'] if said['note'] else ''})" if said else ""
    return f"{item.why}{word}"


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {_words(state)}" for state, count in counts.items())


def _words(state: str) -> str:
    return state.replace("_", " ")


def _show(table: Any, empty: str, rows: Sequence[object]) -> None:
    from rich.console import Console

    if rows:
        Console(highlight=False, soft_wrap=not Console().is_terminal).print(table)
    else:
        print(empty)
