"""What is due is started once, and what was missed is told, whoever died in between."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from clerkwork.cli.main import main
from clerkwork.control_room.jobs import Job, Request
from clerkwork.evidence.ledger import enter_run, read_ledger
from clerkwork.runner.errors import ApplicationException
from clerkwork.runner.state import RunState
from clerkwork.runner.store.database import Store
from tests.control_room.conftest import BOTH
from tests.control_room.night import RENT, inbox, night, utc

HOURLY = f"""\
schedules:
  hourly: {{bot: rent-device, cron: "0 * * * *", missed: RULE, missed_within: 90 min, {RENT}}}
"""


def hourly(rule: str) -> str:
    return HOURLY.replace("RULE", rule)


@BOTH
async def test_what_is_due_is_started_once_however_often_is_looked(tmp_path: Path, store: Store) -> None:
    there = night(tmp_path, hourly("skip"), store, "2026-11-26 08:59")
    await there.look()
    assert await there.asked() == []
    for time in ("08:59:58", "09:00:01", "09:00:06", "09:30", "10:00"):
        await there.look(f"2026-11-26 {time}")
    assert len(await there.asked()) == 2
    assert (await there.jobs.jobs())[0].asked_by == "scheduler"


@BOTH
async def test_two_schedulers_start_a_due_time_once(tmp_path: Path, store: Store) -> None:
    pair = [night(tmp_path, hourly("skip"), store, "2026-11-26 08:59") for _ in range(2)]
    for minute in ("08:59", "09:00", "09:01", "10:00"):
        await asyncio.gather(*(one.look(f"2026-11-26 {minute}") for one in pair))
    assert len(await pair[0].asked()) == 2


@BOTH
@pytest.mark.parametrize(("rule", "started", "missed"), [("skip", 0, 3), ("once", 1, 2), ("all", 2, 1)])
async def test_a_scheduler_that_was_killed_for_hours_tells_what_it_missed_and_makes_good_what_it_should(
    tmp_path: Path, store: Store, rule: str, started: int, missed: int
) -> None:
    killed = night(tmp_path, hourly(rule), store, "2026-11-26 08:30")
    await killed.look()
    there = night(tmp_path, hourly(rule), store, "2026-11-26 11:20")
    await there.look()
    assert len(await there.asked()) == started
    assert len(await there.agenda.missed()) == missed
    told = await there.told()
    assert told["the scheduler was away"].startswith(
        "no scheduler looked between 2026-11-26T08:30:00Z and 2026-11-26T11:20:00Z (170 min); missed:"
    )
    if missed:
        assert "hourly was due at Thu 2026-11-26 09:00" in told["not started"]


async def test_a_scheduler_killed_for_an_hour_says_so_although_nothing_was_due(
    tmp_path: Path, store: Store
) -> None:
    there = night(tmp_path, "schedules: {}", store, "2026-11-26 08:30")
    await there.look()
    await there.look("2026-11-26 09:30")
    await there.look("2026-11-26 09:30:05")
    told = await there.told()
    assert list(told) == ["the scheduler was away"]
    assert told["the scheduler was away"].endswith("(1 h); nothing was missed")


async def test_missed_times_stand_in_the_ledger_of_the_runs_once_and_verify_shows_them(
    tmp_path: Path, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    there = night(tmp_path, hourly("skip"), store, "2026-11-26 08:30")
    await there.look()
    await there.look("2026-11-26 10:30")
    await there.look("2026-11-26 10:31")
    ledger = read_ledger(tmp_path / "runs")
    assert ledger is not None
    assert [(one.event, one.data["due"]) for one in ledger.entries] == [
        ("run.missed", "2026-11-26T09:00:00Z"),
        ("run.missed", "2026-11-26T10:00:00Z"),
    ]
    enter_run(tmp_path / "runs", "gone", "rent-device")
    capsys.readouterr()
    assert main(["verify", str(tmp_path / "runs")]) == 1  # for the run that is gone, not for those missed
    first, *missed = capsys.readouterr().out.splitlines()
    assert "gone: missing" in first
    assert [line.split(" (")[0] for line in missed] == [
        "  missed: rent-device was not started at 2026-11-26T09:00:00Z",
        "  missed: rent-device was not started at 2026-11-26T10:00:00Z",
    ]


async def test_what_was_submitted_by_one_that_died_before_it_wrote_so_is_not_started_again(
    tmp_path: Path, store: Store
) -> None:
    there = night(tmp_path, hourly("skip"), store, "2026-11-26 08:59")
    await there.look()

    async def submit_and_die(request: Request) -> Job:
        await there.submit(request)
        raise ApplicationException("the store went away", "")

    there.scheduler.submit = submit_and_die
    with pytest.raises(ApplicationException):
        await there.look("2026-11-26 09:00")
    after = night(tmp_path, hourly("skip"), store, "2026-11-26 09:01")
    await after.look()
    assert len(await after.asked()) == 1
    assert await after.agenda.missed() == []


async def test_a_bot_that_refuses_its_inputs_is_missed_and_told_once(tmp_path: Path, store: Store) -> None:
    text = 'schedules:\n  bad: {bot: rent-device, cron: "0 * * * *", inputs: {device: LT-0042}}\n'
    there = night(tmp_path, text, store, "2026-11-26 08:59")
    for minute in ("08:59", "09:00", "09:01"):
        await there.look(f"2026-11-26 {minute}")
    assert "input employee: is not given" in (await there.told())["not started"]
    assert len(await there.agenda.missed()) == 1


async def test_a_schedule_that_is_off_is_not_made_good_when_it_is_on_again(
    tmp_path: Path, store: Store
) -> None:
    off = hourly("all").replace("bot:", "enabled: false, bot:")
    there = night(tmp_path, off, store, "2026-11-26 08:30")
    for minute in ("08:30", "09:00", "09:01"):
        await there.look(f"2026-11-26 {minute}")
    (tmp_path / "control-room.yaml").write_text(hourly("all"), encoding="utf-8")
    await there.look("2026-11-26 09:02")
    assert await there.asked() == []
    await there.look("2026-11-26 10:00")
    assert len(await there.asked()) == 1


async def test_a_file_that_is_wrong_for_a_while_changes_nothing(tmp_path: Path, store: Store) -> None:
    there = night(tmp_path, hourly("skip"), store, "2026-11-26 08:59")
    await there.look()
    (tmp_path / "control-room.yaml").write_text("schedules: [", encoding="utf-8")
    await there.look("2026-11-26 09:00")
    assert len(await there.asked()) == 1


@BOTH
async def test_a_bot_follows_another_once_and_only_when_that_ended_well(tmp_path: Path, store: Store) -> None:
    text = (
        "schedules:\n  then: {bot: open-ticket, after: rent-device,"
        ' inputs: {subject: Printer, requester: "Meyer, Anna"}}\n'
    )
    there = night(tmp_path, text, store, "2026-11-26 08:00")
    earlier, good, bad = [await there.jobs.add(Request("rent-device", key=key)) for key in "abc"]
    await there.end(earlier, RunState.DONE, "2026-11-26 07:59")
    await there.look()
    await there.end(good, RunState.DONE, "2026-11-26 08:01")
    await there.end(bad, RunState.APPLICATION_EXCEPTION, "2026-11-26 08:01")
    for minute in ("08:01", "08:02", "08:03"):
        await there.look(f"2026-11-26 {minute}")
    assert [job.bot for job in await there.jobs.jobs()].count("open-ticket") == 1


async def test_items_are_read_when_they_are_due(tmp_path: Path, store: Store) -> None:
    text = 'schedules:\n  orders: {bot: rent-device, cron: "0 * * * *", items: orders.csv}\n'
    there = night(tmp_path, text, store, "2026-11-26 08:59")
    await there.look()
    await there.look("2026-11-26 09:00")
    assert "cannot be read" in (await there.told())["not started"]
    (tmp_path / "orders.csv").write_text(
        "device,employee,days,remark\nLT-1,A,3,x\nLT-2,B,4,\n", encoding="utf-8"
    )
    await there.look("2026-11-26 10:00")
    (job,) = await there.jobs.jobs()
    assert [row["device"] for row in job.rows] == ["LT-1", "LT-2"]


@BOTH
async def test_alike_notices_are_one_with_owner_reason_and_what_to_do(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with inbox() as box:
        monkeypatch.setenv("CLERKWORK_SECRET_OPS", f"json://{box.url}/")
        monkeypatch.setenv("CLERKWORK_SECRET_RENTALS_PASSWORD", "hunter2hunter2")
        there = night(tmp_path, "notices: {to: [ops], group: 15 min}\n", store, "2026-11-26 08:00")
        notice = await there.advice.notice(
            "rent-device", "application exception", "it said hunter2hunter2", exit_code=1, path="/runs/7"
        )
        for key in ("a", "a", "b", "c"):
            await there.notices.raise_once(key, notice)
        await there.notices.send()
        await there.notices.send()
        assert box.titles() == ["rent-device: application exception (3 times)"]
        text = box.received[0]["message"]
        assert "owner: it-assets@example.com" in text
        assert "link: https://control.example.com/runs/7" in text
        assert "what to do: The machinery failed" in text
        assert "hunter2" not in str(box.received)

        await there.notices.raise_once("d", notice)
        there.now = utc("2026-11-26 08:10")
        await there.notices.send()
        assert len(box.received) == 1
        there.now = utc("2026-11-26 08:16")
        await there.notices.send()
        assert box.titles()[1:] == ["rent-device: application exception"]


async def test_a_notice_that_cannot_be_delivered_is_kept_and_tried_again(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with inbox() as box, inbox() as other:
        monkeypatch.setenv("CLERKWORK_SECRET_OPS", f"json://{box.url}/")
        monkeypatch.setenv("CLERKWORK_SECRET_PAGER", f"json://{other.url}/")
        there = night(tmp_path, "notices: {to: [ops, pager, nobody]}\n", store, "2026-11-26 08:00")
        box.refuses = True
        await there.notices.raise_once("a", await there.advice.notice("rent-device", "reason", "why"))
        await there.notices.send()
        (kept,) = await there.notices.undelivered()
        assert kept.fault.startswith("ops was not taken; nobody has no value: set CLERKWORK_SECRET_NOBODY")
        box.refuses = False
        monkeypatch.setenv("CLERKWORK_SECRET_NOBODY", f"json://{box.url}/")
        await there.notices.send()
        assert box.received == []
        there.now = utc("2026-11-26 08:01")
        await there.notices.send()
        assert (len(box.received), len(other.received)) == (2, 1)
        assert await there.notices.undelivered() == []
