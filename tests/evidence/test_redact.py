"""No secret gets past the redactor in any shape, and nothing else is lost."""

from __future__ import annotations

import base64
import html
import json
import re
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerkwork.evidence.redact import Redactor

SECRET = "hünter2 <&'\"> \\ +/=x"
LABEL = "«secret:pw»"
SHAPES = {
    "itself": SECRET,
    "encodeURIComponent": quote(SECRET, safe="!'()*"),
    "quote": quote(SECRET, safe=""),
    "lower-case percent": re.sub("%..", lambda code: code.group().lower(), quote(SECRET, safe="")),
    "form": quote_plus(SECRET),
    "html": html.escape(SECRET),
    "html by Jinja": html.escape(SECRET).replace("&quot;", "&#34;").replace("&#x27;", "&#39;"),
    "html text": html.escape(SECRET, quote=False),
    "json": json.dumps(SECRET)[1:-1],
    "json, plain": json.dumps(SECRET, ensure_ascii=False)[1:-1],
    "repr": repr(SECRET)[1:-1],
    "base64": base64.b64encode(SECRET.encode()).decode(),
    "base64 for urls": base64.urlsafe_b64encode(SECRET.encode()).decode().rstrip("="),
}
TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)
SECRETS = st.dictionaries(
    st.sampled_from(["one", "two", "three"]), st.text(min_size=3, max_size=12), max_size=3
)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_every_shape_of_a_secret_is_replaced(shape: str) -> None:
    redacted = Redactor({"pw": SECRET}).text(f"before{shape}, after")
    # In base64 a letter before the secret may carry bits of it, so it goes along.
    assert redacted.startswith("befor")
    assert redacted.endswith(f"{LABEL}, after")


@given(secrets=SECRETS, parts=st.lists(TEXTS | st.sampled_from(["one", "two", "three"]), max_size=6))
def test_no_part_between_labels_holds_a_secret(secrets: dict[str, str], parts: list[str]) -> None:
    text = "".join(secrets.get(part, part) for part in parts)
    pieces = [Redactor(secrets).text(text)]
    for name in secrets:
        pieces = [part for piece in pieces for part in piece.split(f"«secret:{name}»")]
    assert not [value for value in secrets.values() for piece in pieces if value in piece]


@given(secrets=SECRETS, text=TEXTS)
def test_redacting_twice_changes_nothing_more(secrets: dict[str, str], text: str) -> None:
    redactor = Redactor(secrets)
    once = redactor.text(text + "".join(secrets.values()))
    assert redactor.text(once) == once


@given(user=st.text(st.characters(codec="ascii"), max_size=9))
def test_basic_authentication_does_not_carry_a_secret_out(user: str) -> None:
    token = base64.b64encode(f"{user}:correct horse".encode()).decode()
    redacted = Redactor({"pw": "correct horse"}).text(f"Authorization: Basic {token}")
    left = redacted.removeprefix("Authorization: Basic ").replace(LABEL, "")
    assert LABEL in redacted
    assert len(left) <= len(user.encode()) * 4 // 3 + 2


def test_the_longest_secret_wins_where_two_begin() -> None:
    assert Redactor({"short": "abc", "long": "abcdef"}).text("abcdef abc") == "«secret:long» «secret:short»"


def test_nested_values_and_keys_are_redacted() -> None:
    redactor = Redactor({"pw": "hunter2"})
    assert redactor.value({"a hunter2": ["x", ("hunter2", {"n": 1})]}) == {
        f"a {LABEL}": ["x", [LABEL, {"n": 1}]]
    }


def test_a_short_secret_is_replaced_only_as_the_whole_text() -> None:
    redactor = Redactor({"pin": "7", "nothing": ""})
    assert redactor.value({"7": ["7", " 7 ", "page 7", 7, ""]}) == {
        "7": ["«secret:pin»", "«secret:pin»", "page 7", 7, ""]
    }


def test_a_number_that_is_a_long_secret_is_replaced_and_a_width_is_not() -> None:
    redactor = Redactor({"code": "482913", "pin": "1280"})
    assert redactor.value([482913, 1280, 48291, True]) == ["«secret:code»", 1280, 48291, True]


def test_a_digest_is_not_damaged_by_a_secret_that_it_holds_by_accident() -> None:
    shot = f"shots/{'0123456789abcdef' * 4}.png"
    assert Redactor({"pin": "4567"}).text(shot) == shot
    assert Redactor({"key": "0123456789abcdef0"}).text(shot) != shot


def test_a_secret_that_becomes_known_later_is_replaced_from_then_on() -> None:
    redactor = Redactor({})
    assert redactor.text("the token is t0ken!") == "the token is t0ken!"
    redactor.add("token", "t0ken!")
    assert redactor.text("the token is t0ken!") == "the token is «secret:token»"


def test_the_beginning_of_a_secret_is_recognised_while_it_is_typed() -> None:
    redactor = Redactor({"pw": "hunter2"})
    typed = ["h", "hu", "hun", "hunter", "hunter2", "hunter23", "xhun"]
    assert [redactor.prefix_of(text) for text in typed] == [None, None, "pw", "pw", None, None, None]


def test_rules_black_out_patterns_after_the_secrets() -> None:
    redactor = Redactor({"pw": "hunter2"}, rules=[lambda text: text.replace("4111", "«card»")])
    assert redactor.value(["hunter2 4111"]) == [f"{LABEL} «card»"]


def test_the_redactor_itself_shows_names_only() -> None:
    assert repr(Redactor({"pw": "hunter2"})) == "Redactor(['pw'])"
