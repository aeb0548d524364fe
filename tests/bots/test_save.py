from __future__ import annotations

import difflib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clerkwork.bots.actions.click import Click
from clerkwork.bots.actions.fill import Fill
from clerkwork.bots.bot import Bot, Input, Targets
from clerkwork.bots.errors import BotInvalid
from clerkwork.bots.load import load_bundle
from clerkwork.bots.parse import read_model
from clerkwork.bots.save import digest, save_bot, save_targets
from clerkwork.selectors.target import ById, ByRole, Fingerprint, FrameStep, Target

Changed = Callable[[Callable[[Bot], dict[str, Any]]], list[str]]


@pytest.fixture
def changed(shelf: Any) -> Changed:
    """Lines taken away and added when the bot is saved with a change; what is loaded then is what was saved."""

    def change(update: Callable[[Bot], dict[str, Any]]) -> list[str]:
        folder = shelf.put()
        bot = load_bundle(folder).bot
        bot = bot.model_copy(update=update(bot))
        save_bot(folder, bot)
        text = (folder / "bot.yaml").read_text(encoding="utf-8")
        assert read_model(folder / "bot.yaml", Bot)[0] == bot
        lines = difflib.ndiff(shelf.bot.splitlines(), text.splitlines())
        return [line for line in lines if line[0] in "-+"]

    return change


def test_nothing_changed_writes_nothing(shelf: Any) -> None:
    folder = shelf.put(shelf.bot.replace("\n", "\r\n"))
    before = (folder / "bot.yaml").stat().st_mtime_ns, (folder / "targets.yaml").stat().st_mtime_ns
    bundle = load_bundle(folder)
    save_bot(folder, bundle.bot)
    save_targets(folder, bundle.targets)
    assert before == ((folder / "bot.yaml").stat().st_mtime_ns, (folder / "targets.yaml").stat().st_mtime_ns)


def test_a_changed_value_touches_its_line_and_keeps_the_quotes(changed: Changed) -> None:
    assert changed(lambda bot: {"title": "New", "inputs": {**bot.inputs, "device": Input(example="X")}}) == [
        "- title: Hand out a rental device",
        "+ title: New",
        '-   device: {type: text, example: "LT-0042"}',
        '+   device: {type: text, example: "X"}',
    ]


def test_a_step_in_the_middle_comes_before_the_comment_that_leads_to_the_next(changed: Changed) -> None:
    added = changed(lambda bot: {"steps": (*bot.steps[:4], Click(click="submit"), *bot.steps[4:])})
    assert added == ["+   - click: submit"]


def test_a_step_at_the_end_comes_before_the_last_comment(changed: Changed, shelf: Any) -> None:
    assert changed(lambda bot: {"steps": (*bot.steps, Click(click="submit"))}) == ["+   - click: submit"]
    assert (shelf.folder / "bot.yaml").read_text(encoding="utf-8").endswith("  - click: submit\n# the end\n")


def test_a_step_taken_away_leaves_every_comment(changed: Changed) -> None:
    assert changed(lambda bot: {"steps": (bot.steps[0], *bot.steps[2:])}) == [
        "-   - fill: user_name",
        "-     with: clerk",
    ]


def test_a_changed_step_keeps_what_was_written_out_although_it_is_the_default(changed: Changed) -> None:
    def without_expectation(bot: Bot) -> dict[str, Any]:
        step = bot.steps[4].model_copy(update={"expect": (), "note": "careful"})
        return {"steps": (*bot.steps[:4], step, *bot.steps[5:])}

    assert changed(without_expectation) == [
        "-     expect:",
        '-       - see: "Loan L-"',
        "+     note: careful",
    ]


def test_sections_come_and_go_at_their_place(changed: Changed) -> None:
    assert changed(lambda _: {"outputs": {}, "timeout": 30.0, "purpose": "To lend."}) == [
        "+ purpose: To lend.",
        "+ timeout: 30",
        "- outputs:",
        '-   loan_number: {type: text, pattern: "L-\\\\d+"}',
    ]


def test_an_accepted_heal_is_a_small_difference(shelf: Any) -> None:
    folder = shelf.put()
    targets = load_bundle(folder).targets
    old = targets.targets["submit"]
    healed = old.model_copy(update={"candidates": (ById(value="send"), *old.candidates[1:])})
    save_targets(folder, Targets(targets={**targets.targets, "submit": healed}))
    text = (folder / "targets.yaml").read_text(encoding="utf-8")
    lines = [line for line in difflib.ndiff(shelf.targets.splitlines(), text.splitlines()) if line[0] in "-+"]
    assert lines == ["-       - {by: role, role: button, name: submit}", "+       - {by: id, value: send}"]


def test_a_file_that_cannot_be_read_is_never_overwritten(shelf: Any) -> None:
    bot = load_bundle(shelf.put()).bot
    folder = shelf.put("name: [")
    with pytest.raises(BotInvalid):
        save_bot(folder, bot)
    assert (folder / "bot.yaml").read_text(encoding="utf-8") == "name: ["
    assert sorted(path.name for path in folder.iterdir()) == ["bot.yaml", "targets.yaml"]


def test_a_new_bot_is_written_in_the_short_form(tmp_path: Path) -> None:
    bot = Bot.model_validate(
        {
            "name": "x",
            "systems": {"web": {"url": "http://a"}},
            "inputs": {"device": {"example": "LT-1"}},
            "review": {"last": date(2026, 11, 21)},
            "steps": [
                {"open": "web:/"},
                {"with": "{{ inputs.device }}", "fill": "field", "id": "first"},
                {"expect": [{"is": "a", "value": "f"}], "click": "go", "retry": {}, "count": 1},
                {"when": "{{ today }}", "select": "s", "choose": ["a", "b"]},
            ],
        }
    )
    (tmp_path / "bot.schema.json").write_text("{}", encoding="utf-8")
    file = save_bot(tmp_path / "bots" / "x", bot)
    assert file.read_text(encoding="utf-8") == (
        "# yaml-language-server: $schema=../../bot.schema.json\n"
        "clerkwork: 1\n"
        "name: x\n"
        "review: {last: 2026-11-21}\n"
        "systems:\n"
        "  web: {url: http://a}\n"
        "inputs:\n"
        "  device: {type: text, example: LT-1}\n"
        "steps:\n"
        "  - open: web:/\n"
        "  - id: first\n"
        "    fill: field\n"
        '    with: "{{ inputs.device }}"\n'
        "  - click: go\n"
        "    expect:\n"
        "      - value: f\n"
        "        is: a\n"
        "    retry: {attempts: 3, on: [timeout, http_5xx]}\n"
        "  - select: s\n"
        "    choose: [a, b]\n"
        '    when: "{{ today }}"\n'
    )


def test_new_targets_have_one_line_for_each_candidate(tmp_path: Path) -> None:
    target = Target(
        frame=(FrameStep(name="list", index=1),),
        candidates=(ByRole(role="button", name="Save"), ById(value="save")),
        fingerprint=Fingerprint(tag="button", attributes={"id": "save"}, near=("a", "b")),
    )
    file = save_targets(tmp_path, Targets(targets={"save": target}))
    assert file.read_text(encoding="utf-8") == (
        "clerkwork: 1\n"
        "targets:\n"
        "  save:\n"
        "    frame:\n"
        "      - {name: list, index: 1}\n"
        "    candidates:\n"
        "      - {by: role, role: button, name: Save}\n"
        "      - {by: id, value: save}\n"
        "    fingerprint:\n"
        "      tag: button\n"
        "      attributes: {id: save}\n"
        "      near: [a, b]\n"
    )


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(
    [
        "007",
        "yes",
        "null",
        "~",
        "2026-11-21",
        "# x",
        "a: b",
        "- a",
        "{{ x }}",
        "{",
        "'",
        '"',
        "a\nb\n",
        " a ",
        "1e3",
        "\t",
    ]
)
STEPS = st.lists(
    st.builds(Fill, fill=st.sampled_from(["a", "b"]), with_=TEXTS, note=st.none() | TEXTS)
    | st.builds(
        Click, click=st.sampled_from(["a", "b"]), row=st.none() | TEXTS, count=st.sampled_from([1, 2])
    ),
    max_size=5,
).map(tuple)
BOTS = st.builds(
    Bot.model_construct,
    name=st.just("x"),
    title=st.none() | TEXTS,
    systems=st.just({"web": {"url": "http://a"}}),
    steps=STEPS,
).map(lambda bot: Bot.model_validate(bot.model_dump(by_alias=True, warnings=False)))
_SETTINGS = settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)


@_SETTINGS
@given(bot=BOTS)
def test_what_is_saved_is_what_is_loaded_and_saving_it_again_changes_no_byte(
    one_shelf: Any, bot: Bot
) -> None:
    file = one_shelf.folder / "bot.yaml"
    file.unlink(missing_ok=True)
    save_bot(one_shelf.folder, bot)
    once = file.read_bytes()
    assert read_model(file, Bot)[0] == bot
    save_bot(one_shelf.folder, read_model(file, Bot)[0])
    assert file.read_bytes() == once


@settings(_SETTINGS, max_examples=30)
@given(steps=STEPS, title=st.none() | TEXTS)
def test_any_change_of_a_written_bot_loads_as_it_was_saved_and_keeps_the_head(
    one_shelf: Any, steps: Any, title: str | None
) -> None:
    folder = one_shelf.put()
    bot = load_bundle(folder).bot
    bot = bot.model_copy(update={"steps": (*bot.steps[:2], *steps, *bot.steps[3:]), "title": title})
    save_bot(folder, bot)
    assert read_model(folder / "bot.yaml", Bot)[0] == bot
    text = (folder / "bot.yaml").read_text(encoding="utf-8")
    for comment in (
        "# format version",
        "# the steps follow",
        "# who we are",
        "# read-only",
        "# after that",
        "# the end",
    ):
        assert comment in text


def test_the_digest_follows_what_the_bot_does_and_not_its_baselines(shelf: Any) -> None:
    folder = shelf.put()
    seen = [digest(folder)]
    (folder / "baselines").mkdir()
    (folder / "baselines" / "x.png").write_bytes(b"x")
    (folder / "RUNBOOK.md").write_text("x", encoding="utf-8")
    assert digest(folder) == seen[0]
    for place in ("crops/a.png", "files/a.png", "files/sub/a.png"):
        (folder / place).parent.mkdir(exist_ok=True)
        (folder / place).write_bytes(b"x")
        seen.append(digest(folder))
    (folder / "files" / "a.png").write_bytes(b"y")
    seen.append(digest(folder))
    (folder / "files" / "a.png").rename(folder / "files" / "b.png")
    seen.append(digest(folder))
    shelf.put(shelf.bot + "# more\n")
    seen.append(digest(folder))
    assert len(set(seen)) == len(seen)
