"""Keys in, events out: what spells a secret is told by places, everything else as it is, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerkwork.recorder.events import AnyEvent, Navigated, Pressed, Spelled, WindowClosed
from clerkwork.recorder.spelling import TELLING, Spelling, letter_of

PIN = {"pin": "clerk-7"}


def keys(text: str) -> list[str]:
    """`<` is Backspace and `|` is Tab, here."""
    return [{"<": "Backspace", "|": "Tab", " ": "Space"}.get(letter, letter) for letter in text]


def through(spelling: Spelling, pressed: list[str]) -> list[AnyEvent]:
    """All that comes out, the end of the recording included."""
    events = [Pressed(at=float(place), key=key) for place, key in enumerate(pressed)]
    return [*(one for event in events for one in spelling.take(event)), *spelling.let_go()]


def in_short(events: list[AnyEvent]) -> str:
    """Keys as they are, letters of a secret by their place in brackets."""
    short = {"Backspace": "<", "Tab": "|", "Space": " "}
    return "".join(
        f"[{one.first}]" if isinstance(one, Spelled) else short.get(one.key, one.key)  # type: ignore[union-attr]
        for one in events
    )


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("clerk-7", "[0][1][2][3][4][5][6]"),
        ("clerk-7|cl", "[0][1][2][3][4][5][6]|cl"),  # two letters give nothing away
        ("clerk|x", "[0][1][2][3][4]|x"),
        ("clxerk", "clxerk"),
        ("ccclerk", "cc[0][1][2][3][4]"),
        ("c<clerk-7", "c<[0][1][2][3][4][5][6]"),
        ("cl<lerk", "[0][1]<[1][2][3][4]"),
        ("clex<rk-7", "[0][1][2]x<[3][4][5][6]"),
        ("clerk<k-7", "[0][1][2][3][4]<[4][5][6]"),
        ("clexrk-7", "[0][1][2]x[3][4][5][6]"),  # wrong, and left so: the letters stay hidden all the same
        ("clerk-7k", "[0][1][2][3][4][5][6]k"),
        ("hub<g|a", "hub<g|a"),
    ],
)
def test_a_secret_is_told_by_places(typed: str, told: str) -> None:
    assert in_short(through(Spelling(PIN), keys(typed))) == told


def test_the_last_letter_is_known_as_the_last() -> None:
    spelled = through(Spelling(PIN), keys("clerk-7"))
    assert [one.end for one in spelled if isinstance(one, Spelled)] == [False] * 6 + [True]


def test_of_two_secrets_that_begin_alike_each_is_known() -> None:
    secrets = {"short": "clerk", "long": "clerk-7", "other": "clear"}
    assert in_short(through(Spelling(secrets), keys("clerk-7"))) == "[0][1][2][3][4][5][6]"
    names = [one.secret for one in through(Spelling(secrets), keys("clear|")) if isinstance(one, Spelled)]
    assert names[-2:] == ["other", "other"]


def test_what_the_browser_did_stays_between_the_keys_and_another_act_ends_the_text() -> None:
    spelling, went = Spelling(PIN), Navigated(at=1, url="http://127.0.0.1/next")
    assert spelling.take(Pressed(at=0, key="c")) == []
    assert spelling.take(went) == []
    closed = WindowClosed(at=2, by="person")
    assert spelling.take(closed) == []
    again = Pressed(at=3, key="c", window="other")
    assert spelling.take(again) == [Pressed(at=0, key="c"), went, closed]
    assert spelling.let_go() == [again]


def test_a_short_secret_is_no_reason_to_hide_keys() -> None:
    assert in_short(through(Spelling({"pin": "77"}), keys("77"))) == "77"


@given(st.text("abc", min_size=TELLING, max_size=6), st.text("abcd<|", max_size=40))
def test_the_same_keys_come_of_it_and_no_beginning_of_the_secret_in_the_clear(
    secret: str, typed: str
) -> None:
    events = through(Spelling({"pin": secret}), keys(typed))
    plain = [secret[one.first : one.last] if isinstance(one, Spelled) else one.key for one in events]  # type: ignore[union-attr]
    assert plain == keys(typed)
    clear = "".join(letter_of(one.key) or "|" if isinstance(one, Pressed) else "|" for one in events)
    assert secret[:TELLING] not in clear
