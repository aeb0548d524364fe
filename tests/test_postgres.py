"""The Postgres that other tests stand on."""

from __future__ import annotations

import psycopg
import pytest

from tests.postgres import PostgresServer


@pytest.fixture
def table(database: str) -> str:
    with psycopg.connect(database) as connection:
        connection.execute("create table words (word text)")
        connection.execute("insert into words values ('written')")
    return database


def test_a_server_that_went_away_comes_back_with_what_was_written(
    postgres: PostgresServer, table: str
) -> None:
    with postgres.away(), pytest.raises(psycopg.OperationalError):
        psycopg.connect(table)
    postgres.kill()
    postgres.start()
    with psycopg.connect(table) as connection:
        assert connection.execute("select word from words").fetchall() == [("written",)]
