from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clerkwork.bots.errors import BotInvalid
from clerkwork.bots.load import examine, load_bundle


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(BotInvalid) as caught:
        load_bundle(folder)
    return [
        f"{fault.file.name}:{fault.line}:{fault.column}: {fault.message}" for fault in caught.value.faults
    ]


def test_a_whole_bundle_is_loaded_from_its_folder_and_from_its_file(shelf: Any) -> None:
    folder = shelf.put()
    assert load_bundle(folder) == load_bundle(folder / "bot.yaml") == load_bundle(str(folder))
    assert load_bundle(folder).bot.steps[1].targets() == ("user_name",)


def test_the_right_bundle_has_no_weak_spot(shelf: Any) -> None:
    found = examine(shelf.put())
    assert (found.faults, found.warnings) == ((), ())


def test_a_byte_order_mark_and_windows_line_ends_are_fine(shelf: Any) -> None:
    data = b"\xef\xbb\xbf" + shelf.bot.replace("\n", "\r\n").encode()
    assert load_bundle(shelf.put(data)).bot.name == "rent-device"


def test_a_bot_that_names_no_target_needs_no_targets_file(shelf: Any) -> None:
    folder = shelf.put(shelf.head + "steps:\n  - open: web:/\n  - see: Welcome\n", targets=None)
    assert load_bundle(folder).targets.targets == {}


UNREADABLE: list[tuple[str, str | bytes, str]] = [
    ("empty", "", "1:1: the file is empty"),
    ("only a comment", "# nothing\n", "1:1: the file is empty"),
    ("a list", "- a\n- b\n", "1:1: the file is a list"),
    ("a single value", "hello\n", "1:1: the file is a single value"),
    ("two documents", "name: x\n---\nname: y\n", "2:1: a second document starts here"),
    ("not UTF-8", b"name: x\ntitle: caf\xe9\n", "2:11: the byte 0xE9 is not UTF-8"),
    ("UTF-16", "name: x\n".encode("utf-16"), "1:1: the file is encoded in UTF-16"),
    ("control sign", "name: x\ntitle: a\x01\n", "2:9: the character U+0001"),
    ("half a sign", 'name: x\ntitle: "\\ud800"\n', "2:8: half of a surrogate pair"),
    ("python object", "name: x\ntitle: !!python/object/apply:os.system [id]\n", "2:8: the tag "),
    ("own tag", "name: x\ntitle: !secret y\n", "2:8: the tag !secret is not allowed"),
    ("cycle", "name: x\nsteps: &loop\n  - *loop\n", "2:8: anchors and aliases (&loop)"),
    ("alias without anchor", "name: *x\n", "1:7: anchors and aliases (*x)"),
    ("merge", "<<: {a: 1}\n", "1:1: the key '<<' is not a text"),
    ("deep", "steps: " + "[" * 5000 + "]" * 5000, "1:57: nested deeper than 50 levels"),
    ("deep without end", "steps:\n" + "- " * 5000, "2:99: nested deeper than 50 levels"),
    ("key twice", "name: x\ntitle: a\ntitle: b\n", "3:1: the key 'title' stands twice here, first in line 2"),
    ("key is a number", "name: x\n7: y\n", "2:1: the key '7' is not a text"),
    ("key is a list", "name: x\n? [a, b]\n: y\n", "2:3: the key is not a text"),
    ("open quote", 'name: "x\n', "2:1: not valid YAML"),
    ("colon", "name: a: b\n", "1:8: not valid YAML"),
    ("tab", "name:\n\tx: y\n", "2:1: not valid YAML"),
    ("31 February", "review: {last: 2026-02-31}\n", "1:16: the value '2026-02-31' cannot be read"),
    ("endless number", f"timeout: {'9' * 5000}\n", "1:10: the value '999"),
    ("newer format", "name: x\nclerkwork: 2\n", "2:12: the file has format 2, this clerkwork reads up to 1"),
    ("no format", "clerkwork: one\n", "1:12: 'clerkwork' is the format version"),
]


@pytest.mark.parametrize(
    ("text", "said"), [case[1:] for case in UNREADABLE], ids=[case[0] for case in UNREADABLE]
)
def test_a_file_that_is_no_bot_at_all_is_one_fault_with_its_place(
    shelf: Any, text: str | bytes, said: str
) -> None:
    found = faults_of(shelf.put(text))
    assert len(found) == 1
    assert found[0].startswith(f"bot.yaml:{said}")
    assert "\n" not in found[0]


def test_laughing_aliases_are_refused_before_they_grow(shelf: Any) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]" for at in range(1, 12)]
    assert faults_of(shelf.put("\n".join(lines)))[0].startswith("bot.yaml:1:5: anchors and aliases (&a0)")


def test_a_file_over_ten_megabytes_is_not_read(shelf: Any) -> None:
    folder = shelf.put(b"#" * 10_000_001)
    assert faults_of(folder) == ["bot.yaml:1:1: the file has 10.0 MB; at most 10 MB are read"]


def test_a_folder_without_a_bot_says_so(tmp_path: Path) -> None:
    assert faults_of(tmp_path / "nowhere") == ["bot.yaml:1:1: the file does not exist"]


def test_a_folder_in_the_place_of_a_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "bot.yaml").mkdir()
    assert faults_of(tmp_path)[0].startswith("bot.yaml:1:1: the file cannot be read")


MISSHAPEN: list[tuple[str, str, str]] = [
    ("unknown key", "ownr: x\n", "4:1: unknown key 'ownr'; did you mean 'owner'?"),
    ("no action", "steps:\n  - clik: x\n", "5:5: a step needs exactly one action key, this one has none; did you mean 'click'?"),
    ("two actions", "steps:\n  - click: x\n    fill: y\n", "5:5: a step has exactly one action key, this one has click and fill"),
    ("step is a text", "steps:\n  - click\n", "5:5: a step needs exactly one action key"),
    ("step is nothing", "steps:\n  -\n", "5:4: a step needs exactly one action key"),
    ("steps is a text", "steps: click\n", "4:8: 'steps' must be a list, got 'click'"),
    ("missing with", "steps:\n  - see: a\n  - fill: x\n", "6:5: the step needs the key 'with'"),
    ("python's name of a key", "steps:\n  - fill: x\n    with_: y\n", "5:5: the step needs the key 'with'"),
    ("key of another action", "steps:\n  - click: x\n    within: y\n", "6:5: unknown key 'within'; did you mean"),
    ("number for a text", "steps:\n  - fill: x\n    with: 007\n", "6:11: 'with' must be a text, got 7; write it in quotes"),
    ("nested", "steps:\n  - click: x\n    retry: {attempts: 99, on: [timeout, never]}\n", "6:23: 'attempts' is 99, must be at most 20"),
    ("in a list", "steps:\n  - click: x\n    retry: {on: [timeout, http_5x]}\n", "6:27: entry 2 of 'on' is 'http_5x'; did you mean 'http_5xx'?"),
    ("in a probe", "steps:\n  - click: x\n    commit:\n      key: k\n      probe:\n        - se: y\n", "9:11: a step needs exactly one action key, this one has none; did you mean 'see'?"),
    ("no check in expect", "steps:\n  - click: x\n    expect:\n      - click: y\n", "7:9: only enabled, gone, see, see_row, shown, value may stand here, not click"),
    ("allowed values", "inputs:\n  a: {type: int}\n", "5:13: 'type' is 'int'; did you mean 'integer'? allowed: text, integer, number"),
    ("name", "inputs:\n  My-Name: {}\n", "5:3: the name 'My-Name' is 'My-Name', it must be lower-case letters"),
    ("one of two shapes", "steps:\n  - select: x\n    choose: {a: b}\n", "6:13: 'choose' must be a text, got keys with values or must be a list"),
    ("inside one of two shapes", "steps:\n  - select: x\n    choose: [a, 7]\n", "6:17: entry 2 of 'choose' must be a text, got 7"),
    ("date", "review: {last: soon}\n", "4:16: 'last' must be a date, such as 2026-11-21, got 'soon'"),
    ("days", "review: {every: 6 months}\n", "4:17: 'every' is '6 months', it must be a number of days"),
    ("empty value", "timeout:\n", "4:1: 'timeout' must be a number, got nothing"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"), [case[1:] for case in MISSHAPEN], ids=[case[0] for case in MISSHAPEN]
)
def test_a_wrong_key_or_value_is_named_with_its_place(shelf: Any, text: str, said: str) -> None:
    found = faults_of(shelf.put(shelf.head + text))
    assert found[0].startswith(f"bot.yaml:{said}")


def test_an_address_that_is_none_is_named(shelf: Any) -> None:
    text = "name: x\nsystems:\n  web: {url: example.com, sign_in: basik}\n"
    assert faults_of(shelf.put(text)) == [
        "bot.yaml:3:14: 'url' is 'example.com', it must be an address such as 'https://rentals.example.com'",
        "bot.yaml:3:36: 'sign_in' is 'basik'; did you mean 'basic'? allowed: none, form, basic",
    ]


def test_faults_of_both_files_come_at_once_in_the_order_of_the_files(shelf: Any) -> None:
    bot = shelf.bot.replace("title:", "titel:").replace("attempts: 3", "attempts: 0")
    targets = shelf.targets.replace("by: id", "by: ident", 1).replace("role: button", "roll: button", 1)
    found = faults_of(shelf.put(bot, targets))
    assert [fault.split(": ")[0] for fault in found] == [
        "bot.yaml:4:1",
        "bot.yaml:39:23",
        "targets.yaml:6:9",
        "targets.yaml:15:9",
        "targets.yaml:15:20",
    ]
    assert "'by' is 'ident'" in found[2]
    assert found[4].endswith("unknown key 'roll'; did you mean 'role'? allowed: by, role, name")


def test_a_fault_reads_as_one_line_with_its_file(shelf: Any) -> None:
    folder = shelf.put(shelf.head + "a: 1\nb: 2\n")
    with pytest.raises(BotInvalid) as caught:
        load_bundle(folder)
    lines = str(caught.value).splitlines()
    assert lines[0].startswith(f"{folder / 'bot.yaml'}:4:1: unknown key 'a'")
    assert len(lines) == 2
