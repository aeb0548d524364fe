from __future__ import annotations

from pathlib import Path

from clerkwork.bots.actions.click import Click
from clerkwork.bots.imports import read_foreign
from clerkwork.bots.step import Dialog

DATA = Path(__file__).parent / "data"


def test_all_targets_of_a_command_become_candidates() -> None:
    imported = read_foreign(DATA / "rent.side", "rent")
    told = [one.model_dump(exclude_none=True) for one in imported.targets.targets["sign_out"].candidates]
    assert told == [
        {"by": "role", "role": "link", "name": "Sign out"},
        {"by": "text", "text": "Sign out", "tag": "a"},
        {"by": "id", "value": "ctl00_ContentPlaceHolder1_mnuSignOut"},
        {"by": "css", "css": '[id$="_mnuSignOut"]'},
        {"by": "xpath", "xpath": "//a[contains(text(),'Sign out')]"},
    ]


def test_every_command_is_a_step_or_is_named_with_its_line() -> None:
    imported = read_foreign(DATA / "ticket.side", "ticket")
    lines = (DATA / "ticket.side").read_text().splitlines()
    told = [(one.what, one.why) for one in imported.remarks]
    assert told == [
        ("if", "a bot has no loops or branches; give the step a `when:`"),
        ("click", "it stands inside a loop or branch"),
        ("test 'close ticket'", "only the first test of a project is imported"),
    ]
    assert '"command": "if"' in "\n".join(lines[imported.remarks[0].line - 1 :][:4])


def test_windows_frames_and_dialogs_are_carried_over() -> None:
    imported = read_foreign(DATA / "ticket.side", "ticket")
    targets = imported.targets.targets
    assert [step.index for step in targets["new_ticket"].frame] == [0]
    assert targets["subject"].window == "win100"
    submit = next(step for step in imported.bot.steps if isinstance(step, Click) and step.click == "submit")
    assert submit.dialogs == (Dialog(type="confirm", message="Submit ticket?"),)


def test_a_switched_off_command_is_not_done() -> None:
    left = {one.what: one.why for one in read_foreign(DATA / "rent.side", "rent").remarks}
    assert left["echo"] == "it is switched off"
