"""A site's records: seeded alike every time, kept in a file when there is one."""

from __future__ import annotations

from pathlib import Path

from clerkwork.fixtures_sites.records import Records
from clerkwork.fixtures_sites.rentals.inventory import SCHEMA, seed


def test_every_reset_gives_the_same_records_as_the_first_start() -> None:
    records = Records(SCHEMA, seed)
    seeded = records.state()
    records.run("UPDATE devices SET status = 'lent'")
    records.count("loans_created", 3)
    assert records.state() != seeded
    records.reset()
    assert records.state() == seeded
    records.close()


def test_records_in_a_file_outlive_the_site(tmp_path: Path) -> None:
    first = Records(SCHEMA, seed, tmp_path / "rentals.sqlite")
    first.run("DELETE FROM devices WHERE no = 'LT-0042'")
    first.count("logins")
    kept = first.state()
    first.close()
    second = Records(SCHEMA, seed, tmp_path / "rentals.sqlite")
    assert second.state() == kept
    second.close()


def test_the_store_holds_45_devices_of_which_the_lent_ones_have_a_loan() -> None:
    records = Records(SCHEMA, seed)
    lent = records.all("SELECT no FROM devices WHERE status = 'lent' ORDER BY no")
    loans = records.all("SELECT device AS no FROM loans WHERE status = 'open' ORDER BY device")
    assert len(records.all("SELECT * FROM devices")) == 45
    assert lent == loans
    records.close()
