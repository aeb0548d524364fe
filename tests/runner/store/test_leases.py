"""Items and commits in the store, on SQLite and on Postgres: leases, fences, and answers that were lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from clerkwork.runner.errors import ApplicationException, Fenced, NothingToSettle, StoreRefused
from clerkwork.runner.settling import in_doubt, settle
from clerkwork.runner.state import RunState
from clerkwork.runner.store.commits import StoredCommits
from clerkwork.runner.store.database import Store
from clerkwork.runner.store.items import Batch, Claim, Items
from clerkwork.runner.store.reconciled import Reconciled

T = TypeVar("T")
BOT = "lend"


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{(tmp_path / 'store.sqlite').as_posix()}"
    found: str = request.getfixturevalue("database")
    return found


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    opened = Store(address)
    yield opened
    opened.close()


async def batch(store: Store, count: int = 3, name: str = "b") -> Items:
    items = Items(store)
    await items.add(Batch(name, BOT, "", "", ""), [{"device": f"LT-{one}"} for one in range(count)])
    return items


async def claimed(items: Items, lease_s: float = 30.0, holder: str = "me") -> Claim:
    claim = await items.claim("b", holder, lease_s)
    assert claim is not None
    return claim


async def test_items_are_claimed_in_their_order_and_each_by_one(store: Store) -> None:
    items = await batch(store)
    assert [(await claimed(items)).number for _ in range(3)] == [1, 2, 3]
    assert await items.claim("b", "me", 30.0) is None
    assert await items.counts("b") == {RunState.RUNNING: 3}


async def test_a_batch_is_entered_once(store: Store) -> None:
    items = await batch(store, 3)
    await batch(store, 5)
    assert len(await items.items("b")) == 3


async def test_an_expired_lease_is_taken_over_and_fences_the_former_holder(store: Store) -> None:
    items = await batch(store, 1)
    asleep = await claimed(items, lease_s=0.0)
    await items.began(asleep, "run-1")
    awake = await claimed(items, holder="other")
    assert (awake.number, awake.token, awake.former_runs) == (1, asleep.token + 1, ("run-1",))
    assert not await items.renew(asleep, 30.0)
    with pytest.raises(Fenced, match="taken over by another worker"):
        await items.began(asleep, "run-2")
    guarded = StoredCommits(store, lambda connection: items.check(connection, asleep))
    with pytest.raises(Fenced):
        await guarded.intend(BOT, "LT-0", "run-1", 1, 30.0)
    with pytest.raises(Fenced):
        await guarded.settle(BOT, "LT-0", "run-1", 1, "confirmed")
    assert await guarded.find(BOT, "LT-0") is None
    assert not await items.end(asleep, RunState.DONE)
    assert await items.end(awake, RunState.DONE, outputs={"loan": "L-1"})
    [item] = await items.items("b")
    assert (item.state, item.attempts, dict(item.outputs)) == (RunState.DONE, 2, {"loan": "L-1"})


async def test_a_lease_that_is_renewed_is_not_taken_over(store: Store) -> None:
    items = await batch(store, 1)
    mine = await claimed(items, lease_s=0.0)
    assert await items.renew(mine, 30.0)
    assert await items.claim("b", "other", 30.0) is None
    wait = await items.next_expiry("b", besides="other")
    assert wait is not None and 29 < wait <= 30
    assert await items.next_expiry("b", besides="me") is None


async def test_what_a_dead_process_held_is_free_at_once(store: Store) -> None:
    items = await batch(store, 2)
    await claimed(items, holder="dead")
    await claimed(items, holder="alive")
    await items.let_go("dead")
    assert (await claimed(items, holder="third")).number == 1
    assert await items.claim("b", "third", 30.0) is None


async def test_a_commit_is_intended_by_one_run_only_until_it_is_known_not_to_have_happened(
    store: Store,
) -> None:
    commits = StoredCommits(store)
    assert await commits.intend(BOT, "LT-0", "run-1", 1, 30.0) is None
    known = await commits.intend(BOT, "LT-0", "run-2", 1, 30.0)
    assert known is not None
    assert (known.run, known.state) == ("run-1", "intended")
    assert 0 < known.held_s <= 30
    assert await commits.open_keys(BOT, "run-1") == ["LT-0"]
    await commits.settle(BOT, "LT-0", "run-1", 1, "absent")
    assert await commits.intend(BOT, "LT-0", "run-2", 1, 30.0) is None
    await commits.settle(BOT, "LT-0", "run-2", 1, "confirmed")
    done = await commits.intend(BOT, "LT-0", "run-3", 1, 30.0)
    assert done is not None
    assert (done.state, done.held_s) == ("confirmed", 0.0)
    assert await commits.intend("other-bot", "LT-0", "run-3", 1, 30.0) is None


async def test_of_two_that_take_over_the_same_intent_one_gets_it(store: Store) -> None:
    commits = StoredCommits(store)
    await commits.intend(BOT, "LT-0", "dead", 1, 0.0)
    seen = await commits.find(BOT, "LT-0")
    assert seen is not None
    got = [await commits.take_over(seen, f"run-{one}", 1, 30.0) for one in range(2)]
    assert got == [True, False]


def _race(address: str, number: int, begin: float) -> tuple[int, list[int]]:
    """In a process of its own: how many of twenty commits it got, and which items."""

    async def work() -> tuple[int, list[int]]:
        store = Store(address)
        items, commits = Items(store), StoredCommits(store)
        await asyncio.sleep(max(0.0, begin - time.time()))
        got = 0
        for key in range(20):
            got += await commits.intend(BOT, f"key {key}", f"run-{number}", 1, 30.0) is None
        taken = []
        while claim := await items.claim("b", f"worker-{number}", 30.0):
            taken.append(claim.number)
        store.close()
        return got, taken

    return asyncio.run(work())


def test_processes_that_race_share_commits_and_items_without_overlap(address: str) -> None:
    store = Store(address)
    asyncio.run(_prepared(store, 30))
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        begin = time.time() + 3
        results = list(pool.map(_race, [address] * 3, range(3), [begin] * 3))
    assert sum(got for got, _ in results) == 20
    assert sorted(number for _, taken in results for number in taken) == list(range(1, 31))
    store.close()


async def _prepared(store: Store, count: int) -> None:
    await batch(store, count)


class LosesAnswers(Store):
    """Its connection breaks after each transaction was stored, the first time that it is tried."""

    lost = 0

    def _once(self, work: object) -> object:  # type: ignore[override]
        answer = super()._once(work)  # type: ignore[arg-type]
        if self._losing:
            self._losing = False
            self.lost += 1
            raise OperationalError("commit", None, Exception("connection lost"), connection_invalidated=True)
        return answer

    _losing = False

    def run_now(self, work: object) -> object:  # type: ignore[override]
        self._losing = True
        return super().run_now(work)  # type: ignore[arg-type]


async def test_an_answer_of_the_database_that_was_lost_changes_nothing(database: str) -> None:
    store = LosesAnswers(database)
    items, commits = await batch(store, 2), StoredCommits(store)
    claims = [await claimed(items), await claimed(items)]
    assert [claim.number for claim in claims] == [1, 2]
    assert await items.renew(claims[0], 30.0)
    await items.began(claims[0], "run-1")
    assert await commits.intend(BOT, "LT-0", "run-1", 1, 30.0) is None
    seen = await commits.find(BOT, "LT-0")
    assert seen is not None
    assert await commits.take_over(seen, "run-2", 1, 30.0)
    await commits.settle(BOT, "LT-0", "run-2", 1, "confirmed")
    assert await items.end(claims[0], RunState.DONE)
    assert await items.end(claims[1], RunState.IN_DOUBT, why="nobody knows")
    assert (await settle(store, "b", 2, "done", by="me")).state is RunState.DONE
    first, second = await items.items("b")
    assert (first.attempts, first.runs, second.attempts) == (1, ("run-1",), 1)
    assert store.lost >= 10
    store.close()


async def test_a_word_about_an_item_in_doubt_settles_its_commits(store: Store) -> None:
    items, commits = await batch(store, 2), StoredCommits(store)
    for number, key in ((1, "LT-0"), (2, "LT-1")):
        claim = await claimed(items)
        await items.began(claim, f"run-{number}")
        await commits.intend(BOT, key, f"run-{number}", 1, 30.0)
        await items.end(claim, RunState.IN_DOUBT, why="nobody can tell")
    waiting = await in_doubt(store, BOT)
    assert [(one.item.number, [commit.key for commit in one.commits]) for one in waiting] == [
        (1, ["LT-0"]),
        (2, ["LT-1"]),
    ]
    assert await in_doubt(store, "another") == []
    await settle(store, "b", 1, "done", by="me")
    await settle(store, "b", 2, "again", by="me", note="it is not there")
    states = [getattr(await commits.find(BOT, key), "state", None) for key in ("LT-0", "LT-1")]
    assert states == ["confirmed", "absent"]
    assert (await claimed(items)).number == 2
    with pytest.raises(NothingToSettle):
        await settle(store, "b", 1, "again", by="me")
    with pytest.raises(NothingToSettle, match="no batch"):
        await settle(store, "c", 1, "again", by="me")


async def test_the_times_of_a_store_are_seconds_since_the_epoch(store: Store) -> None:
    def now(connection: Connection) -> float:
        return store.now(connection)

    assert abs(await store.run(now) - time.time()) < 5


@pytest.mark.parametrize(
    ("address", "words"),
    [("nonsense", "cannot be read"), ("mysql://host/base", "a store cannot be mysql")],
)
def test_an_address_that_is_no_store(address: str, words: str) -> None:
    with pytest.raises(StoreRefused, match=words):
        Store(address)


async def test_a_store_that_cannot_be_used_is_named_without_its_password(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").write_bytes(b"no database at all, but some other file" * 40)
    with pytest.raises(ApplicationException, match=r"store\.sqlite cannot be used: file is not a database"):
        await Items(Store.beside(tmp_path)).batches()
    assert "hunter2" not in str(Store("postgresql://clerk:hunter2@127.0.0.1:1/none"))


async def test_a_batch_is_compared_again_once_one_of_its_items_was_begun_again(store: Store) -> None:
    items, reconciled = await batch(store, 1), Reconciled(store)
    await items.end(await claimed(items), RunState.APPLICATION_EXCEPTION)
    stands = await reconciled.due("b")
    assert stands is not None
    await reconciled.note("b", stands)
    assert await reconciled.due("b") is None
    await settle(store, "b", 1, "again", by="a test")
    await items.end(await claimed(items), RunState.DONE)
    assert await reconciled.due("b") == stands + 1
