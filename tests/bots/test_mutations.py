"""Whatever is in the files: a bundle, or faults with their places."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clerkwork.bots.errors import BotInvalid
from clerkwork.bots.load import examine, load_bundle
from clerkwork.bots.source import editor, plain

BOT = """\
clerkwork: 1  # a bot of few lines
name: x
review: {last: 2026-11-21}
systems: {web: {url: "http://a", sign_in: form}}
inputs:
  days: {type: integer, min: 1, default: 7}
secrets: [web_password]
outputs: {loan: {pattern: "L"}}
steps:
  - open: web:/
  # who we are
  - fill: a
    with: "{{ secrets.web_password }}"
  - id: submit
    click: b
    when: "{{ inputs.days > 1 }}"
    commit:
      key: k
      probe: [{open: "web:/{{ inputs.days }}"}, {see: x}]
    expect: [{value: c, is: "1"}]
    retry: {on: [timeout]}
  - read: d
    into: loan
"""

SCRAPS = [
    *("\n", "\t", "  ", "\n  - ", "\n---\n", "...\n", "%YAML 1.1\n", "\r", "\x00", "\x85", "\u2028", "\ufeff", "\U0001f600"),
    *("'", '"', "|", ">-", "|2\n", "#", " #", ": ", "- ", "? ", "{", "}", "[", "]", ",", "&a ", "*a", "<<: ", "!!map ", "!x "),
    *("{{", "}}", "{%", "{{ inputs.days", "{{ secrets.x }}", "''.__class__", "9" * 400, "-1", "0", "1e999", ".nan", ".inf"),
    *("null", "~", "true", "yes", "2026-02-31", "0x", "0o7", "1:30", "clerkwork: 2", "steps:", "click: x", "\\u", '"\\ud800"'),
]  # fmt: skip
VALUES: list[Any] = [
    *(None, True, 0, -1, 7, 10**30, 1.5, float("inf"), float("nan"), "", "x", "007", "../x", "{{ inputs.days }}", "{{ x"),
    *([], {}, [[]], [None], [{}], {"a": {}}, {"click": "x", "fill": "y"}, {"by": "role"}, ["x", 7], "(", "x" * 2_000),
]  # fmt: skip
_SETTINGS = settings(derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def mangled_text(text: str, chance: random.Random) -> str:
    """Pieces of the text dropped, doubled, moved, or replaced by scraps of YAML."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text) + 1)
        end = min(len(text), at + chance.choice([0, 1, 1, 2, 5, 40]))
        kind = chance.randrange(4)
        piece = chance.choice(SCRAPS) if kind < 2 else text[at:end] * 2 if kind == 2 else ""
        text = text[:at] + piece + text[end if kind else at :]
    return text


def mangled_tree(text: str, chance: random.Random) -> str:
    """Values of the tree replaced, keys renamed, entries dropped, doubled or put elsewhere."""
    tree = plain(editor().load(text))
    for _ in range(chance.randint(1, 3)):
        here = _somewhere(tree, chance)
        if not here:
            continue
        key = chance.choice(list(here) if isinstance(here, dict) else range(len(here)))
        _mangle(here, key, chance)
    return json.dumps(tree, indent=1, ensure_ascii=False, default=str)


def _somewhere(tree: Any, chance: random.Random) -> Any:
    here = tree
    while True:
        inner = [
            item
            for item in (here.values() if isinstance(here, dict) else here)
            if item and isinstance(item, (dict, list))
        ]
        if not inner or chance.random() < 0.25:
            return here
        here = chance.choice(inner)


def _mangle(here: Any, key: Any, chance: random.Random) -> None:
    kind = chance.randrange(4)
    if kind == 0:
        here[key] = copy.deepcopy(chance.choice(VALUES))
    elif kind == 1:
        del here[key]
    elif isinstance(here, dict):
        other = chance.choice([f"{key}x", key[:-1], key.upper(), "click", "with", "with_", "when", "commit"])
        here[other] = here.pop(key) if kind == 2 else copy.deepcopy(here[key])
    else:
        here.insert(0, copy.deepcopy(here[key]))


def look(folder: Any) -> bool:
    """Reads what is there; whether it was a bundle."""
    found = examine(folder)
    for fault in (*found.faults, *found.warnings):
        assert fault.line >= 1
        assert fault.column >= 1
        assert fault.message
        assert "\n" not in str(fault)
    assert (found.bundle is None) == bool(found.faults)
    return found.bundle is not None


@settings(_SETTINGS, max_examples=350)
@given(seed=st.integers(0, 2**32))
def test_350_mangled_texts_of_a_bot_are_a_bundle_or_faults_with_places(one_shelf: Any, seed: int) -> None:
    chance = random.Random(seed)
    look(one_shelf.put(mangled_text(BOT, chance), None))


@settings(_SETTINGS, max_examples=400)
@given(seed=st.integers(0, 2**32))
def test_400_mangled_trees_of_a_bot_are_a_bundle_or_faults_with_places(one_shelf: Any, seed: int) -> None:
    chance = random.Random(seed)
    look(one_shelf.put(mangled_tree(BOT, chance), None))


@settings(_SETTINGS, max_examples=250)
@given(seed=st.integers(0, 2**32))
def test_250_mangled_targets_are_a_bundle_or_faults_with_places(one_shelf: Any, seed: int) -> None:
    chance = random.Random(seed)
    targets = "targets:\n" + one_shelf.target("a") + one_shelf.target("b", "password")
    mangle = chance.choice([mangled_text, mangled_tree])
    look(
        one_shelf.put(
            one_shelf.head + "steps:\n  - click: a\n  - fill: b\n    with: x\n", mangle(targets, chance)
        )
    )


@settings(_SETTINGS, max_examples=50)
@given(data=st.binary(max_size=200))
def test_any_bytes_are_faults_with_places(one_shelf: Any, data: bytes) -> None:
    assert not look(one_shelf.put(data))


def test_loading_gives_the_bundle_or_raises_the_faults(one_shelf: Any) -> None:
    right = 0
    for seed in range(40):
        folder = one_shelf.put(
            mangled_text(one_shelf.head + "steps:\n  - open: web:/\n", random.Random(seed)), None
        )
        try:
            right += load_bundle(folder) == examine(folder).bundle
        except BotInvalid as invalid:
            assert invalid.faults == examine(folder).faults
    assert 0 < right < 40
