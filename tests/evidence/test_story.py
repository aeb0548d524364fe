"""A journal becomes steps, checkpoints and sentences, whatever is in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clerkwork.evidence.chain import Entry
from clerkwork.evidence.journal import read_journal
from clerkwork.evidence.report.page import render
from clerkwork.evidence.report.story import Story, tell
from clerkwork.evidence.report.words import duration, said_of_run
from clerkwork.evidence.run_folder import RunFolder
from clerkwork.evidence.verify import Standing, Verdict

MakeRun = Callable[..., RunFolder]
VERDICT = Verdict(Standing.UNFINISHED, (), None, None, 0, 0)
FIELDS = [
    "index",
    "id",
    "action",
    "words",
    "attempt",
    "line",
    "by",
    "candidate",
    "box",
    "frame",
    "score",
    "ms",
    "state",
    "shot",
    "viewport",
    "page_url",
    "notes",
    "type",
    "text",
    "accepted",
    "name",
    "path",
    "size",
    "sha256",
    "verdict",
    "differing",
    "ratio",
    "expected",
    "regions",
    "masks",
    "held",
    "why",
    "wait_s",
    "key",
    "kind",
    "candidates",
    "exit",
    "outputs",
    "heals",
    "title",
    "bot",
    "inputs",
    "systems",
]
EVENTS = [
    "run.started",
    "step.started",
    "target.resolved",
    "step.finished",
    "dialog",
    "download",
    "window.opened",
    "window.closed",
    "checkpoint",
    "expect",
    "retry",
    "commit.intended",
    "commit.confirmed",
    "commit.doubt",
    "read",
    "step.failed",
    "run.finished",
    "something.new",
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["x", "y", "width", "height"]), inner)
    ),
    max_leaves=6,
)


def entries(*events: tuple[str, dict[str, Any]]) -> list[Entry]:
    return [
        Entry(seq, f"2026-11-21T22:15:{seq:02d}.000000Z", event, data, "", "")
        for seq, (event, data) in enumerate(events)
    ]


def story_of(run: RunFolder) -> Story:
    return tell(read_journal(run.path / "journal.jsonl"))


def test_each_step_is_one_row_however_often_it_was_tried(long_run: MakeRun) -> None:
    story = story_of(long_run())
    assert [step.number for step in story.steps] == list(range(1, 15))
    assert [step.tries for step in story.steps][3:5] == [2, 1]
    assert [step.state for step in story.steps][6:9] == ["done", "skipped", "done"]


def test_a_step_that_comes_again_in_a_loop_is_a_row_of_its_own() -> None:
    turn: list[tuple[str, dict[str, Any]]] = [
        ("step.started", {"index": 0, "attempt": 1}),
        ("step.finished", {"index": 0, "state": "done"}),
    ]
    assert [step.number for step in tell(entries(*turn, *turn)).steps] == [1, 2]


def test_a_step_that_a_resumed_run_takes_up_again_stays_one_row() -> None:
    start = ("step.started", {"index": 0, "attempt": 1})
    story = tell(
        entries(start, ("run.started", {"resumed": True}), start, ("step.finished", {"state": "done"}))
    )
    assert [step.state for step in story.steps] == ["done"]


def test_what_came_up_is_told_in_words(long_run: MakeRun) -> None:
    notes = [note.words for step in story_of(long_run()).steps for note in step.notes]
    assert "try 2, after 0.5 s: the page answered 503 Service Unavailable" in notes
    assert "confirm “Lend LT-0042?” was accepted" in notes
    assert "LT-0042/A. Meyer: confirmed, it happened once" in notes
    assert "loans 2026.csv, 28 bytes" in notes
    assert "loan_number = L-10293" in notes


def test_the_mark_lies_where_the_target_was(long_run: MakeRun) -> None:
    picture = story_of(long_run()).steps[0].picture
    assert picture
    mark = picture.marks[0]
    assert (mark.left, mark.top, mark.width, mark.height) == (87.5, 42.917, 8.281, 4.167)


@pytest.mark.parametrize(
    ("state", "happened", "later"),
    [
        (
            "done",
            r"The routine went through: 13 steps done and 1 skipped in .*\.",
            "Nothing needs your attention.",
        ),
        (
            "needs_review",
            r"The routine went through in .*, but 1 checkpoint needs a look \(“loan-created”\)\.",
            "Comp",
        ),
        (
            "business_exception",
            r"The process said no at step 14 .*: the page says .*\.",
            "It was not tried again",
        ),
        (
            "application_exception",
            r"The machinery failed at step 14 \(Click “Sign out”\): .*\.",
            "Show the bot its",
        ),
        ("in_doubt", r"Nobody can tell whether step 14 .* took effect: .*\.", "Look it up in the system"),
        (
            "unfinished",
            r"The journal ends at step 14 .*, without the run's end\.",
            "The run is still going on",
        ),
    ],
)
def test_the_summary_says_what_happened_and_what_to_do_next(
    long_run: MakeRun, state: str, happened: str, later: str
) -> None:
    said = said_of_run(story_of(long_run(state)))
    assert re.fullmatch(happened, said.happened)
    assert said.next.startswith(later)


def test_durations_read_as_people_say_them() -> None:
    assert [duration(ms) for ms in (0, 340.4, 6210, 125_000, 3_720_000)] == [
        "0 ms",
        "340 ms",
        "6.2 s",
        "2 min 05 s",
        "1 h 02 min",
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    events=st.lists(
        st.tuples(st.sampled_from(EVENTS), st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=9)),
        max_size=12,
    )
)
def test_no_journal_however_strange_stops_the_report(
    tmp_path: Path, events: list[tuple[str, dict[str, Any]]]
) -> None:
    assert render(tmp_path, tell(entries(*events)), VERDICT).endswith("</html>")
