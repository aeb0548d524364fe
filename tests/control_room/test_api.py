"""What may be asked of the control room over HTTP, by whom, and what comes of it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable

from clerkwork.control_room.tokens import Role
from clerkwork.fixtures_sites.server import SiteServer
from tests.control_room.served import SECRETS, ControlRoom, control_room
from tests.postgres import PASSWORD, PostgresServer

LIBRARY = Path(__file__).parents[2] / "bots" / "library"

RENT = {"device": "LT-0034", "employee": "N. Baker", "days": 7}

ROUTES = {
    ("GET", "/api/jobs"): Role.viewer,
    ("GET", "/api/jobs/none"): Role.viewer,
    ("GET", "/api/bots"): Role.viewer,
    ("GET", "/api/workers"): Role.viewer,
    ("GET", "/api/metrics"): Role.viewer,
    ("GET", "/api/schedules"): Role.viewer,
    ("GET", "/api/missed"): Role.viewer,
    ("GET", "/api/notices"): Role.viewer,
    ("GET", "/api/jobs/none/items"): Role.auditor,
    ("GET", "/api/items"): Role.auditor,
    ("GET", "/api/questions"): Role.auditor,
    ("POST", "/api/questions/none/answer"): Role.auditor,
    ("GET", "/api/runs"): Role.auditor,
    ("GET", "/api/runs/none"): Role.auditor,
    ("GET", "/api/runs/none/report"): Role.auditor,
    ("GET", "/api/runs/none/pictures/none"): Role.auditor,
    ("POST", "/api/jobs"): Role.operator,
    ("POST", "/api/jobs/none/cancel"): Role.operator,
    ("POST", "/api/items/none/1/settle"): Role.operator,
    ("POST", "/api/bots/rent-device/trigger"): Role.operator,
}
"""Every route that needs a token, and the least role that may."""


@pytest.fixture(scope="module")
def rentals() -> Iterator[SiteServer]:
    server = SiteServer("rentals")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def room(
    tmp_path_factory: pytest.TempPathFactory, rentals: SiteServer, postgres: PostgresServer
) -> Iterator[ControlRoom]:
    """On Postgres, which takes fewer values than SQLite."""
    folder = tmp_path_factory.mktemp("control-room")
    bots = Path(shutil.copytree(LIBRARY, folder / "bots", ignore=shutil.ignore_patterns("baselines")))
    system = f"rentals={rentals.url}"
    with control_room(folder, bots, "--system", system, store=postgres.new_database()) as running:
        yield running


def test_every_route_but_health_is_in_the_table_of_roles(room: ControlRoom) -> None:
    document = room.stranger().get("/api/openapi.json").json()
    there = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    there.discard(("GET", "/api/health"))
    assert len(there) == len(ROUTES)


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_without_a_token_or_its_role_nothing_is_told(room: ControlRoom, method: str, path: str) -> None:
    strangers = (None, {"Authorization": "Bearer cw_guessed"}, {"Authorization": "Basic YTpi"})
    for headers in strangers:
        assert room.stranger(headers).request(method, path, json={}).status_code == 401
    for role in Role:
        answer = room.client(role, bot="another-bot" if role is Role.trigger else "").request(
            method, path, json={}
        )
        assert (answer.status_code == 403) == (role < ROUTES[method, path]), role.name
        assert answer.status_code < 500


def test_a_trigger_token_starts_its_bot_once_per_key_and_the_run_is_there_to_be_seen(
    room: ControlRoom,
) -> None:
    trigger, auditor = room.client(Role.trigger, bot="rent-device"), room.client(Role.auditor)
    for _ in range(2):
        answer = trigger.post(
            "/api/bots/rent-device/trigger", json={"inputs": RENT}, headers={"Idempotency-Key": "order 4711"}
        )
        assert answer.status_code == 202
    other = {"inputs": RENT | {"days": 8}}
    answer = trigger.post(
        "/api/bots/rent-device/trigger", json=other, headers={"Idempotency-Key": "order 4711"}
    )
    assert answer.status_code == 409
    jobs = auditor.get("/api/jobs", params={"bot": "rent-device"}).json()
    assert [job["asked_by"] for job in jobs] == ["the trigger rent-device"]
    assert room.ended(jobs[0]["id"], role=Role.auditor)["state"] in ("done", "needs_review")
    item = auditor.get(f"/api/jobs/{jobs[0]['id']}/items").json()[0]
    assert item["inputs"]["device"] == "LT-0034"
    run = item["runs"][-1]
    assert auditor.get(f"/api/runs/{run}").json()["batch"] == jobs[0]["id"]
    report = auditor.get(f"/api/runs/{run}/report")
    assert "data:image/png" in report.text
    assert "sandbox" in report.headers["content-security-policy"]
    picture = next((room.runs / run / "shots").iterdir()).stem
    assert auditor.get(f"/api/runs/{run}/pictures/{picture}").content.startswith(b"\x89PNG")
    metrics = auditor.get("/api/metrics").text
    assert 'clerkwork_jobs{bot="rent-device"' in metrics
    assert 'clerkwork_workers{alive="true"} 1.0' in metrics


def test_a_run_is_reached_by_its_name_alone(room: ControlRoom) -> None:
    auditor = room.client(Role.auditor)
    for path in ("..", "%2e%2e", "..%2f..%2fetc", "store.sqlite", "a%00b", "%2fetc%2fpasswd"):
        assert auditor.get(f"/api/runs/{path}/report").status_code in (404, 422)
        assert auditor.get(f"/api/runs/{path}/pictures/{path}").status_code in (404, 422)


def test_health_is_what_the_command_finds_and_tells_strangers_no_more_than_whether(
    room: ControlRoom, tmp_path: Path
) -> None:
    deadline = time.monotonic() + 120
    while (well := room.stranger().get("/api/health")).status_code != 200:
        assert time.monotonic() < deadline, well.json()
        time.sleep(0.05)
    assert (well.json()["status"], well.json()["workers"]) == ("ok", 1)
    with control_room(tmp_path, LIBRARY, "--hands", "0") as idle:
        while idle.stranger().get("/api/health").json()["scheduler_silent_s"] is None:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        told = {}
        for client in (
            idle.stranger(),
            idle.client(Role.trigger, bot="rent-device"),
            idle.client(Role.viewer),
        ):
            answer = client.get("/api/health")
            assert (answer.status_code, answer.json()["status"]) == (503, "not well")
            told[client] = answer.json()["faults"]
    assert list(told.values()) == [[], [], ["no worker is alive"]]


def test_what_a_bot_cannot_do_is_said_before_a_job_is_made(room: ControlRoom) -> None:
    operator = room.client(Role.operator)
    unknown = operator.post("/api/jobs", json={"bot": "rent-devise"})
    assert (unknown.status_code, unknown.json()["hint"]) == (404, "did you mean rent-device?")
    rows = [RENT, {"device": "LT-1", "days": 99}]
    refused = operator.post("/api/jobs", json={"bot": "rent-device", "items": rows})
    assert refused.status_code == 422
    assert "item 2" in refused.json()["detail"]
    assert "item 1" not in refused.json()["detail"]


def test_no_token_and_no_password_is_in_the_log_or_the_store(room: ControlRoom) -> None:
    token = room.client(Role.admin).headers["Authorization"].removeprefix("Bearer ")
    with psycopg.connect(room.store) as connection:
        tables = connection.execute(
            "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('public', 'dbos')"
        ).fetchall()
        rows = [
            row
            for (table,) in tables
            for row in connection.execute(f"select t::text from {table} t".encode())
        ]
    kept = f"{rows}{room.log.read_text(encoding='utf-8')}"
    assert "rent-device" in kept
    for secret in (token, PASSWORD, SECRETS["CLERKWORK_SECRET_RENTALS_PASSWORD"]):
        assert secret not in kept


@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")  # of schemathesis' own strategies
def test_whatever_is_asked_in_the_words_of_the_openapi_document_the_server_does_not_fail(
    room: ControlRoom,
) -> None:
    headers = dict(room.client(Role.admin).headers)
    answers: dict[str, set[int]] = {}

    def ask(case: schemathesis.Case) -> None:
        answer = case.call(base_url=room.url, headers=headers, timeout=10)
        answers.setdefault(case.operation.label, set()).add(answer.status_code)
        assert answer.status_code < 500, case.as_curl_command()

    schema = schemathesis.openapi.from_url(f"{room.url}/api/openapi.json")
    examples = settings(
        max_examples=12,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    for operation in schema.get_all_operations():
        for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
            cases = operation.ok().as_strategy(generation_mode=mode)
            with suppress(Unsatisfiable):  # where nothing is asked, nothing can be asked wrongly
                examples(given(case=cases)(ask))()
    assert len(answers) == len(ROUTES) + 1
    assert {200, 404, 422} <= set().union(*answers.values())
