from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pytest
from loguru import logger

from clerkwork.cli.logging import Switches, configure, take_switches


@pytest.fixture(autouse=True)
def _quiet_afterwards() -> Iterator[None]:
    yield
    logger.remove()


def without_hunter2(text: str) -> str:
    return text.replace('hunter"2', "[secret]")


def test_the_switches_stand_anywhere_but_behind_a_bare_double_dash() -> None:
    rest, switches = take_switches(["--verbose", "run", "bot", "--debug", "--verbose", "--", "--log-json"])
    assert rest == ["run", "bot", "--", "--log-json"]
    assert switches == Switches(debug=True, verbosity=2, log_json=False)


@pytest.mark.parametrize(("verbosity", "shown"), [(0, ["w"]), (1, ["w", "i"]), (2, ["w", "i", "d"])])
def test_verbose_shows_more(verbosity: int, shown: list[str]) -> None:
    stream = io.StringIO()
    configure(Switches(verbosity=verbosity), stream=stream)
    logger.warning("w")
    logger.info("i")
    logger.debug("d")
    assert [line.rsplit(" ", 1)[1] for line in stream.getvalue().splitlines()] == shown


@pytest.mark.parametrize("log_json", [False, True])
def test_a_secret_reaches_no_log_line_by_message_value_or_exception(log_json: bool) -> None:
    stream = io.StringIO()
    configure(Switches(log_json=log_json), without_hunter2, stream)
    refusal = 'hunter"2 was refused'
    try:
        raise ValueError(refusal)
    except ValueError:
        logger.bind(typed='hunter"2').exception('typed hunter"2')
    seen = stream.getvalue()
    assert "hunter" not in seen
    assert seen.count("[secret]") == (3 if log_json else 2)


def test_json_lines_are_one_object_each() -> None:
    stream = io.StringIO()
    configure(Switches(log_json=True), stream=stream)
    logger.bind(step="submit").warning("slow\npage")
    line, end = stream.getvalue().split("\n")
    assert end == ""
    assert json.loads(line) | {"time": "", "where": ""} == {
        "time": "",
        "level": "warning",
        "where": "",
        "message": "slow\npage",
        "step": "submit",
    }
