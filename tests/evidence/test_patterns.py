"""What is confidential by its shape is told from what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerkwork.evidence.patterns import passes_luhn, patterns_of
from clerkwork.evidence.redact import Redactor


def redacted(text: str, *wanted: str) -> str:
    return Redactor(rules=[pattern.rule for pattern in patterns_of(wanted)]).text(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("card 4111 1111 1111 1111, thanks", "card «redacted:card», thanks"),
        ("card 4111-1111-1111-1111.", "card «redacted:card»."),
        ("5555555555554444/378282246310005", "«redacted:card»/«redacted:card»"),
        ("4111\u00a01111\u00a01111\u00a01111", "«redacted:card»"),
        ("order 4111 1111 1111 1112", "order 4111 1111 1111 1112"),
        ("card-4111111111111111.csv", "card-«redacted:card».csv"),
        ("A4111111111111111", "A4111111111111111"),
        ("12-4111111111111111", "12-4111111111111111"),
        ("41111111111111111111111", "41111111111111111111111"),
        ("0000 0000 0000 0000", "0000 0000 0000 0000"),
        ("2026-11-26 00:16:13", "2026-11-26 00:16:13"),
    ],
)
def test_card_numbers_have_a_check_digit(text: str, left: str) -> None:
    assert redacted(text, "card") == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("IBAN: DE89 3704 0044 0532 0130 00 at", "IBAN: «redacted:iban» at"),
        ("GB82WEST12345698765432", "«redacted:iban»"),
        ("gb82 west 1234 5698 7654 32", "«redacted:iban»"),
        ("DE88 3704 0044 0532 0130 00", "DE88 3704 0044 0532 0130 00"),
        ("LT00 0042 0000 0000 0000", "LT00 0042 0000 0000 0000"),
    ],
)
def test_ibans_have_check_digits(text: str, left: str) -> None:
    assert redacted(text, "iban") == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("mail a.meyer+it@example.co.uk now", "mail «redacted:email» now"),
        ("<k@müller.example>", "<«redacted:email»>"),
        ("a@b, @example.com, at example.com", "a@b, @example.com, at example.com"),
    ],
)
def test_e_mail_addresses(text: str, left: str) -> None:
    assert redacted(text, "email") == left


def test_a_bots_own_patterns_stand_beside_the_known_ones() -> None:
    assert redacted("P-12345 k@example.com", r"P-\d{5}", "email") == "«redacted:custom» «redacted:email»"


def test_values_in_lists_and_dicts_are_redacted_too() -> None:
    redactor = Redactor(rules=[pattern.rule for pattern in patterns_of(["card"])])
    found = redactor.value({"inputs": {"card": "4111111111111111"}, "rows": ["4111 1111 1111 1111"]})
    assert found == {"inputs": {"card": "«redacted:card»"}, "rows": ["«redacted:card»"]}


@given(st.text(alphabet="0123456789", min_size=11, max_size=18))
def test_exactly_one_check_digit_fits(digits: str) -> None:
    fitting = sum(passes_luhn(f"{digits}{check}") for check in range(10))
    assert fitting == 1 or len(set(digits)) == 1


@given(st.text())
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redacted(text, "card", "iban", "email")
    assert redacted(once, "card", "iban", "email") == once
