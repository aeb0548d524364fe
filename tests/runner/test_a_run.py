"""Whole runs on the rentals site, and each way in which one can end."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from clerkwork.bots.bot import Bundle
from clerkwork.evidence.journal import read_journal
from clerkwork.evidence.verify import verify_run
from clerkwork.runner.errors import RunFault
from clerkwork.runner.listener import Silent
from clerkwork.runner.options import RunOptions
from clerkwork.runner.outcome import Outcome
from clerkwork.runner.run import run_bot
from clerkwork.runner.state import RunState


def events_of(outcome: Outcome, event: str) -> list[dict]:
    return [entry.data for entry in read_journal(outcome.folder / "journal.jsonl") if entry.event == event]


def with_step(bundle: Bundle, index: int, **change: object) -> Bundle:
    """The bundle with one step changed."""
    steps = list(bundle.bot.steps)
    steps[index] = steps[index].model_copy(update=change)
    return Bundle(bundle.folder, bundle.bot.model_copy(update={"steps": tuple(steps)}), bundle.targets)


async def test_a_bot_lends_a_device_and_leaves_evidence_that_verifies(lending, run) -> None:
    outcome = await run(lending.bundle, lending.inputs, lending.secrets)
    assert (outcome.state, outcome.why) == (RunState.DONE, "")
    assert [loan["employee"] for loan in lending.loans_of("LT-0034")] == ["N. Baker"]
    assert outcome.outputs == {"loan": "L-1001"}
    assert verify_run(outcome.folder).ok
    assert len(events_of(outcome, "step.finished")) == len(lending.bundle.bot.steps)
    assert len(events_of(outcome, "commit.confirmed")) == 1


async def test_a_secret_is_in_no_byte_of_the_run_and_its_field_is_black_in_the_picture(lending, run) -> None:
    from clerkwork.runner.visual.picture import decode

    outcome = await run(lending.bundle, lending.inputs, lending.secrets)
    secret = lending.secrets["rentals_password"].encode()
    for file in outcome.folder.rglob("*"):
        assert not file.is_file() or secret not in file.read_bytes(), file
    typed = next(step for step in events_of(outcome, "step.finished") if step["index"] == 3)
    place = next(found for found in events_of(outcome, "target.resolved") if found["target"] == "password")
    pixels = decode((outcome.folder / typed["shot"]).read_bytes())
    middle = pixels[int(place["box"]["y"] + place["box"]["height"] / 2), int(place["box"]["x"] + 20)]
    assert middle[:3].tolist() == [0, 0, 0]


async def test_a_refusal_of_the_process_is_a_business_exception_and_is_not_retried(lending, run) -> None:
    direct = with_step(lending.bundle, 6, row="{{ inputs.device }}")
    await run(direct, lending.inputs, lending.secrets)
    again = with_step(direct, 12, commit=None)
    outcome = await run(
        _opening_the_form(again), lending.inputs | {"employee": "Somebody else"}, lending.secrets
    )
    assert (outcome.state, outcome.exit_code) == (RunState.BUSINESS_EXCEPTION, 3)
    assert outcome.why == "LT-0034 is already lent"
    assert outcome.attempts == 1
    assert len(lending.loans_of("LT-0034")) == 1
    assert verify_run(outcome.folder).ok


def _opening_the_form(bundle: Bundle) -> Bundle:
    """The same bot, which goes to the order form by its address: a lent device has no link to it."""
    from clerkwork.bots.actions.open import Open

    steps = list(bundle.bot.steps)
    steps[4:7] = [Open(open="rentals:/reserve?device={{ inputs.device }}")]
    return Bundle(bundle.folder, bundle.bot.model_copy(update={"steps": tuple(steps)}), bundle.targets)


@pytest.mark.parametrize("fault", ["drop", "504"])
async def test_an_answer_lost_after_the_order_was_stored_never_orders_twice(lending, run, fault: str) -> None:
    lending.site.faults(lose_answer_once=fault)
    outcome = await run(lending.bundle, lending.inputs, lending.secrets)
    assert outcome.state is RunState.DONE, outcome.why
    assert len(lending.loans_of("LT-0034")) == 1
    notes = [note for step in outcome.steps for note in step.notes]
    assert any("but the console has it" in note for note in notes), notes


async def test_a_server_error_before_the_order_was_stored_is_tried_again_from_the_start(lending, run) -> None:
    lending.site.faults(error_once="/reserve")
    outcome = await run(lending.bundle, lending.inputs, lending.secrets)
    assert (outcome.state, outcome.attempts) == (RunState.DONE, 2), outcome.why
    assert len(lending.loans_of("LT-0034")) == 1


async def test_an_error_without_a_commit_mark_is_not_tried_again_once_something_was_sent(
    lending, run
) -> None:
    unmarked = with_step(lending.bundle, 12, commit=None)
    lending.site.faults(error_once="/reserve")
    outcome = await run(unmarked, lending.inputs, lending.secrets)
    assert (outcome.state, outcome.attempts) == (RunState.APPLICATION_EXCEPTION, 1)
    assert "500" in outcome.why


async def test_a_lost_answer_without_a_probe_is_in_doubt_and_never_repeated(lending, run) -> None:
    step = lending.bundle.bot.steps[12]
    no_probe = with_step(lending.bundle, 12, commit=step.commit.model_copy(update={"probe": ()}))
    lending.site.faults(lose_answer_once="drop")
    outcome = await run(no_probe, lending.inputs, lending.secrets)
    assert (outcome.state, outcome.exit_code) == (RunState.IN_DOUBT, 5)
    assert "LT-0034/N. Baker" in outcome.why
    again = await run(no_probe, lending.inputs, lending.secrets)
    assert again.state in (RunState.IN_DOUBT, RunState.APPLICATION_EXCEPTION)
    assert len(lending.loans_of("LT-0034")) == 1


async def test_a_dry_run_stops_before_the_commit(lending, run) -> None:
    outcome = await run(lending.bundle, lending.inputs, lending.secrets, dry_run=True)
    assert (outcome.state, outcome.exit_code) == (RunState.DONE, 0)
    assert "before: click submit" in outcome.why
    assert lending.loans_of("LT-0034") == []


async def test_a_target_that_is_gone_makes_the_bot_stop_and_say_what_it_saw(lending, run) -> None:
    lending.site.faults(skin=6)
    hurried = Bundle(
        lending.bundle.folder, lending.bundle.bot.model_copy(update={"timeout": 2.0}), lending.bundle.targets
    )
    outcome = await run(hurried, lending.inputs, lending.secrets)
    assert (outcome.state, outcome.exit_code) == (RunState.APPLICATION_EXCEPTION, 1)
    assert outcome.why.startswith("target 'submit' was not found")
    [failed] = events_of(outcome, "step.failed")
    assert failed["kind"] == "abstain"
    assert failed["shot"]
    assert lending.loans_of("LT-0034") == []


async def test_a_dialog_that_nobody_declared_is_dismissed_and_the_run_starts_over(lending, run) -> None:
    lending.site.faults(surprise_dialog="Scheduled maintenance tonight")
    outcome = await run(lending.bundle, lending.inputs, lending.secrets)
    assert (outcome.state, outcome.attempts) == (RunState.DONE, 2)
    [dialog] = events_of(outcome, "dialog")
    assert dialog["message"] == "Scheduled maintenance tonight"
    assert not dialog["accepted"]


async def test_a_console_that_does_not_answer_is_named(lending, run) -> None:
    address = "http://127.0.0.1:9"
    outcome = await run(
        lending.bundle, lending.inputs, lending.secrets, systems={"rentals": address}, attempts=1
    )
    assert (outcome.state, outcome.exit_code) == (RunState.APPLICATION_EXCEPTION, 1)
    assert f"no answer from {address}/login" in outcome.why
    assert verify_run(outcome.folder).ok


async def test_a_stopped_run_has_complete_evidence(lending, tmp_path: Path) -> None:
    reached = asyncio.Event()

    class StopAtStepFive(Silent):
        def step_started(self, index: int, words: str) -> None:
            if index == 5:
                reached.set()

    work = asyncio.create_task(
        run_bot(
            lending.bundle,
            lending.inputs,
            lending.secrets,
            RunOptions(runs=tmp_path / "runs"),
            StopAtStepFive(),
        )
    )
    await reached.wait()
    work.cancel()
    outcome = await work
    assert (outcome.state, outcome.exit_code) == (RunState.INTERRUPTED, 130)
    assert verify_run(outcome.folder).ok


async def test_the_outcome_says_the_same_to_machines(lending, run) -> None:
    outcome = await run(lending.bundle, lending.inputs, lending.secrets)
    said = json.loads(outcome.as_json())
    assert (said["state"], said["exit"], said["outputs"]) == ("done", 0, {"loan": "L-1001"})
    suite = ElementTree.fromstring(outcome.as_junit())
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == (
        str(len(outcome.steps)),
        "0",
        "0",
    )


def test_every_fault_has_an_exit_code_that_a_scheduler_knows() -> None:
    kinds = [RunFault]
    for kind in kinds:
        kinds += kind.__subclasses__()
    assert {kind.exit_code for kind in kinds} <= {1, 3, 5, 130}
