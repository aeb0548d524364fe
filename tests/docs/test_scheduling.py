"""The recipes of docs/scheduling.md: files parse, commands are ones that this command line takes."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import typer.main
from ruamel.yaml import YAML

from clerkwork.cli.logging import Switches
from clerkwork.cli.main import COMMANDS, application
from clerkwork.control_room.config import read_config
from clerkwork.control_room.schedule import check_cron, check_zone

PAGE = Path(__file__).parents[2] / "docs" / "scheduling.md"
TEXT = PAGE.read_text(encoding="utf-8")

USAGE_ERROR = typer.BadParameter.__mro__[1]
_COMMAND = re.compile(rf"clerkwork(?:\.exe)?\s+((?:{'|'.join(COMMANDS)})\b[^\n`|&>\\]*)")


def blocks(kind: str) -> list[str]:
    """Blocks of this kind, in their order."""
    return re.findall(rf"```{kind}\n(.*?)```", TEXT, re.DOTALL)


def parsed(kind: str) -> list[Any]:
    return [YAML(typ="safe", pure=True).load(block) for block in blocks(kind)]


def commands() -> Iterator[list[str]]:
    """Every command line in the page: in prose, in shell lines, and as lists of words."""
    for line in _COMMAND.findall(TEXT.replace("\\\n", " ")):
        yield shlex.split(re.split(r"['\")\]] *$|'\)|\s{3,}", line)[0].replace("…", "x"))
    for action in re.findall(r"-Argument '([^']*)'", TEXT):
        yield action.replace("\\", "/").split()
    (airflow,) = blocks("python")
    words = re.search(r"COMMAND = \[(.*?)\n\]", airflow, re.DOTALL)
    assert words
    yield re.findall(r'"([^"]*)"', words[1])[1:]
    pods = [one for one in parsed("yaml") if one.get("kind") == "CronJob"]
    for pod in pods:
        (container,) = pod["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"]
        assert container["command"] == ["clerkwork"]
        yield container["args"]


def understood(words: list[str]) -> None:
    """Raises a usage error for whatever the command line would not take; runs nothing."""
    command: Any = typer.main.get_command(application(words, Switches()))
    context = command.make_context("clerkwork", list(words))
    while hasattr(command, "resolve_command"):
        name, found, rest = command.resolve_command(context, [*context._protected_args, *context.args])
        assert found is not None
        command, context = found, found.make_context(name, rest, parent=context)


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_a_command_is_one_that_this_command_line_takes(words: list[str]) -> None:
    understood(words)


def test_the_check_of_commands_sees_a_wrong_one() -> None:
    for words in (
        ["run", "bots/x", "--itmes", "a.csv"],
        ["run"],
        ["schedule", "lsit"],
        ["run", "x", "--jobs", "many"],
    ):
        with pytest.raises(USAGE_ERROR):
            understood(words)
    assert len(list(commands())) >= 10


def test_cron_lines_are_due_at_some_time() -> None:
    lines = [line for block in blocks("cron") for line in block.splitlines() if line[:1] in "*0123456789"]
    found = [" ".join(line.split()[:5]) for line in lines]
    found += re.findall(r"cron: \"([^\"]+)\"", TEXT) + re.findall(r"schedule(?:: |=)\"([^\"]+)\"", TEXT)
    found += re.findall(r"TZ=\S+\\n([^']+)'", TEXT)
    assert len(found) >= 6
    for line in found:
        check_cron(line)


def test_time_zones_exist() -> None:
    zones = re.findall(r"(?:zone: |TZ=|tz=\"|timeZone: |00 )([A-Z]\w+/\w+)", TEXT)
    assert len(zones) >= 6
    for zone in zones:
        check_zone(zone)


def test_a_pod_is_never_started_again_after_what_must_not_be_repeated() -> None:
    (pod,) = (one for one in parsed("yaml") if one.get("kind") == "CronJob")
    job = pod["spec"]["jobTemplate"]["spec"]
    (rule,) = job["podFailurePolicy"]["rules"]
    assert (rule["action"], rule["onExitCodes"]["values"]) == ("FailJob", [2, 3, 4, 5])
    assert job["template"]["spec"]["restartPolicy"] == "Never"


def test_the_github_workflow_keeps_evidence_whatever_happens() -> None:
    (workflow,) = (one for one in parsed("yaml") if "jobs" in one)
    *_, keep = workflow["jobs"]["run"]["steps"]
    assert keep["if"] == "always()"
    assert "runs/" in keep["with"]["path"].split()


def test_the_dag_is_python_and_tries_only_application_exceptions_again(tmp_path: Path) -> None:
    (dag,) = blocks("python")
    compile(dag, "dag.py", "exec")
    outcomes = {code: _as_task(dag, code, tmp_path) for code in (0, 1, 2, 3, 4, 5)}
    assert outcomes == {
        0: "done", 1: "again", 2: "failed", 3: "failed", 4: "done", 5: "failed",
    }  # fmt: skip


def _as_task(dag: str, code: int, folder: Path) -> str:
    """What the task of the DAG does when the command ends with this code; Airflow's names stand for themselves."""
    (folder / "bot.py").write_text(f"print('{{}}'); raise SystemExit({code})", encoding="utf-8")
    head = "\n".join(
        line for line in dag.splitlines() if not re.match(r"(from airflow|import pendulum|from __f)", line)
    )
    head = re.sub(
        r"COMMAND = \[.*?\n\]", f"COMMAND = {[sys.executable, str(folder / 'bot.py')]!r}", head, flags=re.S
    )
    head = re.sub(r"@dag\(.*?\n\)\n", "", head, flags=re.S).replace('cwd="/srv/clerkwork", ', "")
    head = re.sub(r" *@task\(.*?\)\)\n", "", head).rsplit("    run()", 1)[0] + "    return run()\n"
    names: dict[str, Any] = {
        "AirflowException": type("AirflowException", (Exception,), {}),
        "AirflowFailException": type("AirflowFailException", (Exception,), {}),
    }
    exec(head, names)
    try:
        names["order_licences"]()
    except names["AirflowException"]:
        return "again"
    except names["AirflowFailException"]:
        return "failed"
    return "done"


def test_the_control_rooms_file_is_right(tmp_path: Path) -> None:
    (text,) = (block for block in blocks("yaml") if block.startswith("# control-room.yaml"))
    file = tmp_path / "control-room.yaml"
    file.write_text(text, encoding="utf-8")
    assert set(read_config(file).config.schedules) == {"nightly-orders", "billing"}


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    units = [(re.match(r"# \S+/(\S+)", block), block) for block in blocks("ini")]
    program = shutil.which("true")
    for named, block in units:
        assert named
        text = re.sub(r"(ExecStart=)\S+", rf"\g<1>{program}", block).replace("User=clerkwork", "User=root")
        (tmp_path / named[1]).write_text(text, encoding="utf-8")
        assert re.search(r"^\[Unit\]$", text, re.MULTILINE)
    if verify := shutil.which("systemd-analyze"):
        files = [str(file) for file in sorted(tmp_path.iterdir())]
        said = subprocess.run([verify, "verify", "--man=no", *files], capture_output=True, text=True)
        faults = [
            line for line in said.stderr.splitlines() if str(tmp_path) in line or "order-licences" in line
        ]
        assert (said.returncode, faults) == (0, [])
        (when,) = re.findall(r"OnCalendar=(.*)", TEXT)
        assert subprocess.run([verify, "calendar", when], capture_output=True).returncode == 0


def test_the_exit_codes_are_those_of_the_command() -> None:
    from clerkwork.runner.state import RunState

    told = dict(re.findall(r"^\| (\d+) \| ([a-z ]+?) \|", TEXT, re.MULTILINE))
    ends = [state for state in RunState if state not in (RunState.QUEUED, RunState.RUNNING)]
    assert told == {
        **{str(one.exit_code): one.value.replace("_", " ") for one in ends},
        "2": "usage or invalid bot",
    }
    assert json.dumps(told)
