"""What is wrong in control-room.yaml is said with its place, and what is right is shown in local time."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema_rs
import pytest
from ruamel.yaml import YAML

from clerkwork.bots.errors import BotInvalid
from clerkwork.cli.main import main
from clerkwork.control_room.config import read_config
from clerkwork.control_room.schema import SCHEMA_FILE, schema_text

LIBRARY = Path(__file__).parents[2] / "bots" / "library"

WHOLE = """\
clerkwork: 1
bots: [bots]
store: sqlite:///state/store.sqlite
zone: Europe/Berlin
calendars:
  office: {country: DE, subdivision: BY, closed: [12-24, 2026-12-31], open: [2026-12-28]}
blackouts:
  patching: {from: sun 01:00, to: sun 05:00}
schedules:
  nightly:
    bot: rent-device
    cron: "30 2 * * *"
    days: working
    calendar: office
    otherwise: next
    missed: once
    missed_within: 3 h
    inputs: {employee: A. Meyer, device: LT-0042, days: 7}
  tickets: {bot: open-ticket, after: rent-device, inputs: {subject: Broken, requester: "Meyer, Anna"}}
triggers:
  orders: {bot: rent-device, folder: incoming, pattern: "*.csv"}
expected:
  - {bot: rent-device, by: "06:00", days: working, calendar: office}
notices: {to: [ops_mail], group: 15 min, link: "https://control.example.com"}
heartbeat: {secret: heartbeat_url, every: 1 min}
limits: {systems: {rentals: 2}}
retention: {jobs: 90 days}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for bot in ("rent_device", "open_ticket"):
        shutil.copytree(LIBRARY / bot, tmp_path / "bots" / bot)
    return tmp_path


def written(folder: Path, text: str) -> Path:
    file = folder / "control-room.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_whole_file_is_right_and_its_paths_are_seen_from_its_folder(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(folder, WHOLE)
    assert main(["schedule", "check", "--config", str(file)]) == 0
    assert capsys.readouterr().out == f"{file}: nothing is wrong\n"
    settings = read_config(file)
    assert settings.bots == (folder / "bots",)
    assert settings.store == f"sqlite:///{(folder / 'state' / 'store.sqlite').as_posix()}"


@pytest.mark.parametrize(
    ("line", "place", "fault"),
    [
        ("zone: Europe/Berln", "1:7", "'zone' is 'Europe/Berln', is no time zone; write one of the IANA names"),
        ("calendars: {o: {country: XX}}", "1:26", "'XX' is no country whose holidays are known"),
        ("calendars: {o: {country: DE, subdivision: BX}}", "1:43", "'BX' is no part of DE"),
        ("calendars: {o: {closed: [12-34]}}", "1:26", "must be a day such as '2026-12-24'"),
        ("blackouts: {b: {from: 'sun 01:00', to: '05:00'}}", "1:40", "which is daily while its begin is weekly"),
        ("blackouts: {b: {from: 25:00, to: '05:00'}}", "1:23", "must be like '22:00'"),
        ("schedules: {s: {bot: b, cron: '0 25 * * *'}}", "1:31", "is no cron expression: bad hour"),
        ("schedules: {s: {bot: b}}", "1:13", "a schedule has either 'cron' or 'after'"),
        ("schedules: {s: {bot: b, after: b}}", "1:32", "b and b would start each other for ever"),
        ("schedules: {s: {bot: b, after: c, dayz: working}}", "1:35", "did you mean 'days'?"),
        ("schedules: {s: {bot: b, after: c, missed_within: 12}}", "1:50", "must be a span such as"),
        ("schedules: {s: {bot: b, cron: '0 1 * * *', days: working, calendar: o}}", "1:69", "the calendar 'o' is not declared"),
        ("schedules: {s: {bot: b, cron: '0 1 * * *', otherwise: next}}", "1:44", "'otherwise' needs 'days: working'"),
        ("expected: [{bot: b, by: 6 am}]", "1:25", "must be a time of day such as '06:00'"),
        ("notices: {to: [mailto://ops@example.com]}", "1:16", "lower-case letters, digits and _"),
        ("retention: {jobs: 30 days}", "1:19", "'jobs' is 30 days, and jobs are remembered for 31 days at least; write '31 days' or more"),
        ("{retention: {jobs: 40 days}, expected: [{bot: x, by: '06:00', within: 50 days}]}", "1:20", "and x is expected within longer; write '50 days' or more"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(
    folder: Path, capsys: pytest.CaptureFixture[str], line: str, place: str, fault: str
) -> None:
    file = written(folder, line)
    assert main(["schedule", "check", "--config", str(file)]) == 2
    out = capsys.readouterr().out
    assert f"{file}:{place}: " in out
    assert fault in out


def test_all_faults_are_told_at_once_also_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(folder, "zone: Berlin\nbots: []\nretention: {jobs: for ever}\n")
    assert main(["schedule", "check", "--json", "--config", str(file)]) == 2
    told = json.loads(capsys.readouterr().out)
    assert [(one["line"], one["column"]) for one in told["faults"]] == [(1, 7), (2, 7), (3, 19)]


@pytest.mark.parametrize("store", ["postgresql://me:hunter2@db/x", "postgrs://me:hunter2@db/x", "postgresql://db/x?password=hunter2"])  # fmt: skip
def test_a_password_in_the_stores_address_is_refused_and_not_repeated(folder: Path, store: str) -> None:
    with pytest.raises(BotInvalid) as refused:
        read_config(written(folder, f"store: {store}\n"))
    assert "hunter2" not in str(refused.value)


def test_a_bot_that_is_not_there_or_gets_wrong_inputs_is_told_with_the_schedules_place(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        "schedules:\n"
        "  a: {bot: rent-devise, cron: '0 1 * * *'}\n"
        "  b: {bot: rent-device, cron: '0 1 * * *', inputs: {employee: A. Meyer}}\n"
    )
    assert main(["schedule", "check", "--config", str(written(folder, text))]) == 2
    out = capsys.readouterr().out
    assert ":2:12: there is no bot 'rent-devise' here; did you mean rent-device?" in out
    assert ":3:6: input device: is not given" in out


def test_the_next_ten_times_are_shown_in_local_time(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(folder, WHOLE)
    assert main(["schedule", "list", "--config", str(file), "--from", "2026-10-24"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 12
    assert "Mon 2026-10-26 02:30 +01:00  Europe/Berlin" in lines[1]
    assert "after rent-device" in lines[-1]


def test_the_times_are_told_as_json_too_and_a_schedule_that_is_not_there_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(folder, WHOLE)
    words = ["--config", str(file), "--from", "2026-12-22", "--count", "2"]
    assert main(["schedule", "list", "nightly", "--json", *words]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schedules"]["nightly"]["times"] == ["2026-12-22T02:30:00+01:00", "2026-12-23T02:30:00+01:00"]
    assert main(["schedule", "list", "nihgtly", *words]) == 2
    assert "did you mean 'nightly'?" in capsys.readouterr().err


def test_the_schema_on_disk_is_the_one_of_the_models(capsys: pytest.CaptureFixture[str]) -> None:
    message = "write it anew: python -m clerkwork.control_room.schema"
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), message
    assert main(["schedule", "check", "--schema"]) == 0
    assert capsys.readouterr().out == f"{SCHEMA_FILE}\n"


@pytest.mark.parametrize(
    ("text", "right"),
    [(WHOLE, True), ("retention: {jobs: for ever}", False), ("schedule: {}", False), ("limits: {systems: {a: 0}}", False)],
)  # fmt: skip
def test_an_editor_that_goes_by_the_schema_takes_what_is_right(text: str, right: bool) -> None:
    tree = json.loads(json.dumps(YAML(typ="safe").load(text), default=str))
    assert jsonschema_rs.validator_for(json.loads(schema_text())).is_valid(tree) is right
