"""Whatever does not happen at night, or happens otherwise than it used to, somebody hears of it."""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from clerkwork.cli.main import main
from clerkwork.control_room.agenda import LOOKED
from clerkwork.control_room.catalogue import Catalogue
from clerkwork.control_room.drift import Drift, drift
from clerkwork.control_room.endings import MEASURES
from clerkwork.control_room.engine import Engine, Task
from clerkwork.control_room.jobs import JOBS, Request
from clerkwork.control_room.night_watch import night_watch
from clerkwork.control_room.schedule import next_times
from clerkwork.control_room.work import Workshop
from clerkwork.control_room.workers import Workers
from clerkwork.evidence.ledger import enter, enter_run
from clerkwork.runner.options import RunOptions
from clerkwork.runner.state import RunState
from clerkwork.runner.store.database import Store
from tests.control_room.conftest import BOTH
from tests.control_room.night import LIBRARY, Night, inbox, night, utc

BY_SIX = "zone: Europe/Berlin\nexpected: [{bot: rent-device, by: '06:00', days: working}]\n"


@BOTH
async def test_a_bot_that_is_not_done_in_time_raises_one_alarm(tmp_path: Path, store: Store) -> None:
    there = night(tmp_path, BY_SIX, store, "2026-11-26 03:00")
    for time in ("03:00", "04:59", "05:00", "05:01"):
        await there.look(f"2026-11-26 {time}")
    told = await there.told()
    assert told["not done in time"] == (
        "rent-device should have been done by Thu 2026-11-26 06:00 (Europe/Berlin); it was not started"
    )
    assert len([one for one in await there.notices.notices() if one.reason == "not done in time"]) == 1
    assert [one.schedule for one in await there.agenda.missed()] == ["expected rent-device by 06:00"]


@pytest.mark.parametrize(
    ("state", "ended", "instead"),
    [
        (RunState.DONE, "2026-11-26 04:30", None),
        (RunState.NEEDS_REVIEW, "2026-11-26 04:30", None),
        (RunState.APPLICATION_EXCEPTION, "2026-11-26 04:30", "it ended as application exception"),
        (RunState.DONE, "2026-11-26 05:30", "it had not ended by then"),
        (RunState.DONE, "2026-11-25 16:00", "it was not started"),
    ],
)
async def test_done_in_time_is_what_ended_well_within_its_time(
    tmp_path: Path, store: Store, state: RunState, ended: str, instead: str | None
) -> None:
    there = night(tmp_path, BY_SIX, store, "2026-11-26 03:00")
    await there.look()
    await there.end(await there.jobs.add(Request("rent-device")), state, ended)
    late = "2026-11-26 05:00:05" if ended < "2026-11-26 05:00" else "2026-11-26 07:00"
    if ended > "2026-11-26 05:00":  # a job that was asked for in time and took too long
        early = update(JOBS).values(asked=utc("2026-11-26 04:00").timestamp())
        await store.run(lambda connection: connection.execute(early))
    await there.look(late)
    found = (await there.told()).get("not done in time")
    assert (found is None) if instead is None else (found is not None and found.endswith(instead))


async def test_nobody_is_waited_for_on_a_day_off(tmp_path: Path, store: Store) -> None:
    there = night(tmp_path, BY_SIX, store, "2026-11-28 03:00")
    await there.look()
    await there.look("2026-11-28 05:01")
    assert "not done in time" not in await there.told()


async def test_a_run_that_another_scheduler_started_counts_as_done(tmp_path: Path, store: Store) -> None:
    text = "expected: [{bot: rent-device, by: '06:00', within: 24 h}]\n"
    there = night(tmp_path, text, store, "2026-11-26 03:00")
    runs = tmp_path / "runs"
    runs.mkdir(exist_ok=True)
    number = enter_run(runs, "run-1", "rent-device")
    enter(runs, "run.sealed", run="run-1", number=number, state="done", seal="")
    sealed = json.loads((runs / "ledger.jsonl").read_text().splitlines()[-1])["time"]
    due = there.settings.config.deadline(there.settings.config.expected[0])
    moment = next_times(due, datetime.fromisoformat(sealed), 1)[0]
    there.now = moment - timedelta(minutes=1)
    await there.look()
    there.now = moment
    await there.look()
    assert "not done in time" not in await there.told()


@contextmanager
def console_with_another_sign_in() -> Iterator[str]:
    class Console(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/login"):
                self.send_response(302)
                self.send_header("Location", "/sso/start")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            page = b"<title>SSO</title><h1>Sign in with your company account</h1><a href=/go>Go on</a>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *words: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Console)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


async def test_a_sign_in_that_changed_is_told_as_such(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLERKWORK_SECRET_RENTALS_PASSWORD", "not-a-real-password")
    bot = tmp_path / "bots" / "rent_device"
    shutil.copytree(LIBRARY / "rent_device", bot)
    text = (bot / "bot.yaml").read_text(encoding="utf-8")
    (bot / "bot.yaml").write_text(text.replace("\nsteps:", "\ntimeout: 2\nsteps:"), encoding="utf-8")
    there = night(tmp_path, "notices: {to: []}\n", store, "2026-11-26 03:00")
    await there.look()
    options = RunOptions(attempts=1, shots="failure")
    shop = Workshop(store, Catalogue([tmp_path / "bots"]), tmp_path / "runs", options)
    with console_with_another_sign_in() as console:
        rows = [{"employee": "A. Meyer", "device": "LT-0042", "days": 7}]
        job = await there.jobs.add(Request("rent-device", rows, {"rentals": console}))
        async with shop.opened() as bench:
            ending = await bench(Task(job, 1, asyncio.Event()))
    assert ending.state is RunState.APPLICATION_EXCEPTION
    await there.end(job, ending.state, "2026-11-26 03:00:30")
    await there.look("2026-11-26 03:01")
    (notice,) = await there.notices.notices()
    assert notice.reason == "sign-in changed"
    assert notice.whys[0].startswith("the first page is /sso/start, recorded was /login; ")
    assert notice.owner == "it-assets@example.com"
    assert notice.link.startswith("https://control.example.com/api/runs/")
    assert notice.advice.startswith("The machinery failed: ")


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([10.0] * 12 + [10.2, 10.4, 10.3], None),
        ([10.0] * 12 + [30.0, 10.0, 10.0], None),  # one slow night
        ([10.0] * 12 + [30.0, 31.0, 10.0], Drift(10.0, 30.0)),
        (
            [9.0, 11.0, 10.0, 60.0] * 3 + [19.0, 20.0, 21.0],
            Drift(10.5, 20.0),
        ),  # odd runs before change little
        ([5.0, 15.0] * 6 + [16.0, 17.0, 18.0], None),  # it always varied
        ([10.0] * 9 + [30.0, 30.0, 30.0], None),  # too little is known
        ([], None),
    ],
)
def test_a_drift_is_what_the_latest_runs_agree_on(values: list[float], found: Drift | None) -> None:
    assert drift(values, history=10, strength=5.0, least=0.5) == found


async def test_a_bot_that_became_slow_and_heals_is_told_once_a_day(tmp_path: Path, store: Store) -> None:
    there = night(tmp_path, "{zone: UTC}\n", store, "2026-11-26 03:00")
    runs = [(4000, 0)] * 12 + [(4100, 0)] * 2 + [(9000, 2)] * 2
    rows = [
        {"run": f"r{at:02}", "bot": "rent-device", "ended": f"2026-11-{at + 1:02}", "ms": ms, "heals": heals}
        for at, (ms, heals) in enumerate(runs)
    ]
    await store.run(
        lambda connection: connection.execute(insert(MEASURES), [one | {"noted": 0.0} for one in rows])
    )
    watch = there.settings.config.watch
    for _ in range(2):
        await there.endings._compare(watch, "rent-device", there.now)
    assert await there.told() == {
        "slower than usual": "its latest runs took 9.0 s, usual are 4.0 s",
        "heals more than usual": "its latest runs healed 2 targets each, usual are 0; is the console new?",
    }
    assert [one.count for one in await there.notices.notices()] == [1, 1]


async def test_the_heartbeat_is_called_every_so_often(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with inbox() as box:
        monkeypatch.setenv("CLERKWORK_SECRET_BEAT", f"http://{box.url}/ping/abc")
        there = night(tmp_path, "heartbeat: {secret: beat, every: 1 min}\n", store, "2026-11-26 03:00")
        for time in ("03:00", "03:00:30", "03:01", "03:01:30"):
            await there.look(f"2026-11-26 {time}")
        assert box.called == ["/ping/abc"] * 2


def health(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, object]]:
    code = main(["health", "--json", *words])
    return code, json.loads(capsys.readouterr().out)


@BOTH
def test_health_tells_a_dead_scheduler_and_workers_that_are_gone(
    tmp_path: Path, store: Store, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = health(capsys, "--store", address)
    assert (code, told["faults"]) == (1, ["no scheduler has run on this store yet", "no worker is alive"])

    asyncio.run(_alive(tmp_path, store))
    code, told = health(capsys, "--store", address)
    assert (code, told["ok"], told["workers"]) == (0, True, 1)

    asyncio.run(_silent(store))
    code, told = health(capsys, "--store", address)
    assert code == 1
    assert str(told["faults"]).startswith("['the scheduler is dead: it last looked")


async def _alive(folder: Path, store: Store) -> None:
    await Workers(store).beat("one", "1", 1)
    there = night(folder, "zone: UTC\n", store, "2026-11-26 03:00")
    scheduler = night_watch(there.settings, Engine(store), there.catalogue, there.submit)
    task = asyncio.create_task(scheduler.run(every=0.02))
    async with asyncio.timeout(20):
        while await there.agenda.last_look() is None:  # noqa: ASYNC110  (it lies in a database)
            await asyncio.sleep(0.02)
    task.cancel()
    await asyncio.wait([task])


async def _silent(store: Store) -> None:
    back = update(LOOKED).values(beat=LOOKED.c.beat - 120)
    await store.run(lambda connection: connection.execute(back))


def test_health_shows_what_could_not_be_delivered(
    tmp_path: Path, store: Store, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    there = night(tmp_path, "notices: {to: [nobody_there]}\n", store, "2026-11-26 03:00")
    asyncio.run(_undelivered(there))
    code, told = health(capsys, "--store", address, "--no-scheduler", "--no-workers")
    assert code == 1
    assert "not delivered after 1 tries: rent-device: reason (nobody_there has no value" in str(
        told["faults"]
    )


async def _undelivered(there: Night) -> None:
    await there.notices.raise_once("a", await there.advice.notice("rent-device", "reason", "why"))
    await there.notices.send()


def test_health_says_when_the_store_does_not_answer(capsys: pytest.CaptureFixture[str]) -> None:
    code, told = health(capsys, "--store", "sqlite:////proc/nowhere/store.sqlite")
    assert (code, told["faults"]) == (1, ["the store cannot be used: No such file or directory"])
