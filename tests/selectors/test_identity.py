"""What counts as the same element, decided without a browser."""

from __future__ import annotations

import pytest

from clerkwork.selectors.identity import agrees
from clerkwork.selectors.likeness import address_likeness, normal, text_likeness
from clerkwork.selectors.target import Fingerprint


def button(name="Save", **more) -> Fingerprint:
    return Fingerprint(
        tag="button", type="submit", role="button", name=name, text=name, path=("body", "form"), **more
    )


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("Save", "SAVE"),
        ("Inbox (3)", "Inbox (17)"),
        ("User name:", "User  name"),
        ("Cost *", "Cost"),
        ("Ｓave", "Save"),
    ],
)
def test_case_counters_space_and_label_signs_do_not_matter(was, now):
    assert normal(was) == normal(now)
    assert agrees(button(was), button(now), by="id").ok


@pytest.mark.parametrize("by", ["id", "name", "css", "xpath", "test_id", "row", "near"])
@pytest.mark.parametrize(
    ("was", "now"),
    [("Save", "Delete"), ("Approve", "Reject"), ("Save", "Leave"), ("Edit user", "Delete user")],
)
def test_another_name_is_another_element(by, was, now):
    verdict = agrees(button(was), button(now), by=by)
    assert not verdict.ok
    assert now in verdict.why


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (button(), Fingerprint(tag="a", role="link", name="Save", text="Save")),
        (
            Fingerprint(tag="a", role="link", name="Save"),
            Fingerprint(tag="input", type="text", role="textbox", name="Save"),
        ),
        (
            Fingerprint(tag="input", type="text", name="Code"),
            Fingerprint(tag="input", type="password", name="Code"),
        ),
        (
            Fingerprint(tag="input", type="checkbox", name="A"),
            Fingerprint(tag="input", type="radio", name="A"),
        ),
        (Fingerprint(tag="select", name="A"), Fingerprint(tag="input", type="text", name="A")),
        (Fingerprint(tag="td", name="A"), Fingerprint(tag="tr", name="A")),
    ],
)
def test_another_kind_is_never_the_same(was, now):
    assert not agrees(was, now, by="test_id").ok


def test_a_text_box_that_learned_its_type_is_still_one():
    was = Fingerprint(tag="input", type="text", role="textbox", label="E-mail")
    assert agrees(was, was.model_copy(update={"type": "email"}), by="label").ok


def test_a_unique_name_survives_a_move_and_a_path_does_not_survive_other_surroundings():
    was = button(section="Billing", form="pay", near=("Total", "Cancel"), attributes={"onclick": "pay()"})
    now = button(section="Shipping", form="send", near=("Address", "Back"), attributes={"onclick": "send()"})
    assert agrees(was, now, by="role").ok
    assert not agrees(was, now, by="css").ok


def test_the_row_that_the_run_asks_for_must_be_there():
    was = button("Reserve", row=("LT-1", "Dell", "Reserve"))
    now = button("Reserve", row=("LT-2", "Dell", "Reserve"))
    assert not agrees(was, now, by="id").ok
    assert agrees(was, now, by="css", row="LT-2").ok
    assert not agrees(was, now, by="role", row="LT-3").ok


def test_cells_that_change_by_day_do_not_matter_while_the_key_stays():
    was = button("Open", row=("INC100", "new", "9:15", "A. Meyer"))
    now = button("Open", row=("INC100", "waiting", "17:40", "B. Lang"))
    assert agrees(was, now, by="row").ok


def test_a_name_given_by_the_run_must_be_borne():
    assert agrees(button("Loans"), button("Stock"), by="role", named="Stock").ok
    assert not agrees(button("Loans"), button("Loans"), by="css", named="Stock").ok


@pytest.mark.parametrize("same", ["Save", "Page 2", "", "Zahlung über 5 €"])
def test_likeness_is_one_for_equal_texts(same):
    assert text_likeness(same, same) == 1.0


def test_addresses_are_compared_by_where_they_lead():
    assert address_likeness("/old/edit.aspx?id=1", "https://b/new/edit.do?id=2") > 0.5
    assert address_likeness("/users/edit", "/users/remove") < 0.5
    assert address_likeness("/i/edit.gif", "/i/delete.gif") < 0.5


@pytest.mark.parametrize("by", ["row", "css", "xpath"])
@pytest.mark.parametrize(
    ("was", "now"),
    [("Reserve", "Reserve later"), ("Submit and close", "Submit"), ("New ticket", "New ticket…")],
)
def test_what_only_its_place_found_is_another_control_when_it_says_a_word_more_or_less(by, was, now):
    same = now == "New ticket…"
    assert agrees(button(was), button(now), by=by).ok is same


def test_what_a_row_says_under_a_header_is_its_own_and_may_be_longer_in_another():
    was = button("Laptop", row=("LT-1", "Laptop"), column="Model")
    now = button("Laptop X41", row=("LT-2", "Laptop X41"), column="Model")
    assert agrees(was, now, by="row", row="LT-2").ok


def test_what_is_done_in_a_row_is_not_data_of_it():
    """A release has taken out "Book" and put "Reserve later" into its cell."""
    was, now = (button(name, row=("LT-1", "Dell", "Free", name)) for name in ("Book", "Reserve later"))
    for by in ("role", "text", "row", "css"):
        assert not agrees(was, now, by=by, row="LT-1").ok


def test_a_row_may_be_known_by_what_its_link_says():
    was, now = (button(name, row=(name, "Room 5")) for name in ("A. Meyer", "B. Lang"))
    assert agrees(was, now, by="row", row="B. Lang").ok
    assert not agrees(was, now, by="row", row="Room 5").ok


def test_a_field_is_called_what_stands_beside_it_when_its_label_element_is_gone():
    box = Fingerprint(tag="input", type="checkbox", label="printer", row=("printer",))
    was = box.model_copy(update={"name": "printer", "attributes": {"onclick": "updatePreview();"}})
    assert agrees(was, box, by="near").ok
    assert not agrees(was, box.model_copy(update={"label": "website"}), by="near").ok
    assert not agrees(was, box.model_copy(update={"label": None}), by="near").ok
