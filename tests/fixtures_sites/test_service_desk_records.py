"""The desk's rules and records, without a server."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from clerkwork.fixtures_sites.service_desk.desk import ServiceDesk
from clerkwork.fixtures_sites.service_desk.icons import icon
from clerkwork.fixtures_sites.service_desk.seed import seed_tickets
from clerkwork.fixtures_sites.service_desk.skins import SKINS
from clerkwork.fixtures_sites.service_desk.store import NoSuchRecordError, Store
from clerkwork.fixtures_sites.service_desk.tickets import (
    CATEGORIES,
    LARGEST_ATTACHMENT,
    Draft,
    Note,
    ProcessRefusalError,
)
from clerkwork.fixtures_sites.service_desk.truth import truth

NOW = "1999-12-31 23:59:59"
DRAFT = Draft("Fan is loud", "Hardware", "Laptop", "High", "Since Monday", "Grant, Olivia")


@pytest.fixture
def store() -> Store:
    return ServiceDesk().store


def test_a_fresh_desk_holds_the_same_twenty_five_tickets(store: Store) -> None:
    assert [ticket.number for ticket in store.tickets()] == [f"T-{count}" for count in range(1001, 1026)]
    assert store.tickets() == seed_tickets()
    assert ServiceDesk().store.state() == store.state()


def test_every_seeded_ticket_could_have_been_typed_in(store: Store) -> None:
    names = {person.name for person in store.people()}
    for ticket in store.tickets():
        assert ticket.draft.subcategory in CATEGORIES[ticket.draft.category]
        assert ticket.draft.requester in names


def test_a_new_ticket_gets_the_next_number_and_a_deleted_one_is_never_given_again(store: Store) -> None:
    assert store.create(DRAFT, NOW).number == "T-1026"
    store.delete("T-1026")
    assert store.create(DRAFT, NOW).number == "T-1027"
    with pytest.raises(NoSuchRecordError, match="T-1026"):
        store.ticket("T-1026")


def test_after_a_reset_numbers_start_anew() -> None:
    desk = ServiceDesk()
    desk.store.create(DRAFT, NOW)
    desk.reset()
    assert desk.store.create(DRAFT, NOW).number == "T-1026"


def test_a_desk_on_a_file_remembers_its_tickets(tmp_path: Path) -> None:
    ServiceDesk(tmp_path / "desk.sqlite").store.create(DRAFT, NOW, ("a.txt", b"abc"))
    again = ServiceDesk(tmp_path / "desk.sqlite").store.ticket("T-1026")
    assert again.draft == DRAFT
    assert [(file.name, file.size) for file in again.attachments] == [("a.txt", 3)]


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (replace(DRAFT, subject="  "), "Subject is missing"),
        (replace(DRAFT, subcategory="Mail"), "Category and sub-category do not match"),
        (replace(DRAFT, priority=""), "Priority is missing"),
        (replace(DRAFT, requester="Nobody"), "Requester unknown: Nobody"),
        (replace(DRAFT, notify=("Choir",)), "Group to notify is unknown"),
    ],
)
def test_a_form_that_is_not_right_is_refused_and_nothing_is_stored(
    store: Store, draft: Draft, sentence: str
) -> None:
    with pytest.raises(ProcessRefusalError, match=sentence):
        store.create(draft, NOW)
    assert len(store.tickets()) == 25


def test_an_attachment_over_two_megabytes_is_refused(store: Store) -> None:
    with pytest.raises(ProcessRefusalError, match="larger than 2 MB"):
        store.create(DRAFT, NOW, ("big.bin", bytes(LARGEST_ATTACHMENT + 1)))


def test_escalation_is_refused_for_priority_low_for_closed_and_for_escalated_tickets(store: Store) -> None:
    low = store.create(replace(DRAFT, priority="Low"), NOW).number
    with pytest.raises(ProcessRefusalError, match="Escalation refused: priority Low"):
        store.escalate(low)
    high = store.create(DRAFT, NOW).number
    assert store.escalate(high).escalated
    with pytest.raises(ProcessRefusalError, match="already escalated"):
        store.escalate(high)
    with pytest.raises(ProcessRefusalError, match="is closed"):
        store.escalate(store.create(DRAFT, NOW, closed=True).number)


def test_closing_keeps_the_reason_and_reopening_drops_it(store: Store) -> None:
    number = store.create(DRAFT, NOW).number
    assert store.close_ticket(number, "New fan").close_reason == "New fan"
    with pytest.raises(ProcessRefusalError, match="is closed"):
        store.close_ticket(number, "Again")
    assert store.change(number, "Open", "Novak").close_reason == ""


def test_deleting_a_ticket_takes_its_notes_and_attachments_along(store: Store) -> None:
    number = store.create(DRAFT, NOW, ("a.txt", b"abc")).number
    identity = store.add_note(number, Note("clerk", "Hello", NOW)).attachments[0].id
    store.delete(number)
    with pytest.raises(NoSuchRecordError):
        store.attachment(identity)


@pytest.mark.parametrize("name", ["page", "lens", "Low", "Urgent", "clip"])
def test_an_icon_is_a_gif_that_a_decoder_reads(name: str) -> None:
    kind, data = icon(name).split(",", 1)
    assert kind == "data:image/gif;base64"
    picture = cv2.imdecode(np.frombuffer(base64.b64decode(data), np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape[:2] == (12, 12)
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 1


@pytest.mark.parametrize("number", sorted(SKINS))
def test_ids_are_unique_within_a_skin(number: int) -> None:
    ids = list(SKINS[number].ids.values())
    assert len(ids) == len(set(ids))


def test_truth_names_frames_and_tells_what_is_gone_or_added() -> None:
    assert truth(SKINS[1])["menu_new"] == {"window": "console", "frame": "menu", "css": "#mnuNew"}
    assert truth(SKINS[3])["menu_new"] == {"window": "console", "frame": "navigation", "css": "#hd-menu-new"}
    assert truth(SKINS[6])["submit"] is None
    assert truth(SKINS[1])["submit_and_close"] is None
    assert truth(SKINS[4])["submit_and_close"] is not None
    assert {frozenset(truth(skin)) for skin in SKINS.values()} == {frozenset(truth(SKINS[1]))}
