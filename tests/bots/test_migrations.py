from __future__ import annotations

from typing import Any

import pytest
from ruamel.yaml.comments import CommentedMap

from clerkwork.bots.bot import FORMAT
from clerkwork.bots.errors import BotInvalid
from clerkwork.bots.migrations import MIGRATIONS, migrate
from clerkwork.bots.source import read_source


def from_1(tree: CommentedMap) -> None:
    """An example: version 2 calls `sites` `systems`."""
    tree.insert(list(tree).index("sites"), "systems", tree.pop("sites"))


def from_2(tree: CommentedMap) -> None:
    tree["owner"] = tree["owner"].lower()


def test_every_older_format_can_be_migrated() -> None:
    assert sorted(MIGRATIONS) == list(range(1, FORMAT))


def test_an_old_file_goes_through_every_version_up_to_the_newest(shelf: Any) -> None:
    file = shelf.put("clerkwork: 1\nowner: ME\nsites: {a: 1}  # kept\n") / "bot.yaml"
    source = read_source(file)
    migrate(source, {1: from_1, 2: from_2}, newest=3)
    assert dict(source.tree) == {"clerkwork": 3, "owner": "me", "systems": {"a": 1}}
    assert source.place(["systems", "a"]) == (3, 12) or source.place(["systems", "a"])[0] >= 1


def test_a_file_without_version_is_of_the_first(shelf: Any) -> None:
    source = read_source(shelf.put("sites: {}\nowner: A\n") / "bot.yaml")
    migrate(source, {1: from_1}, newest=2)
    assert "systems" in source.tree


@pytest.mark.parametrize("version", ["99", "true", "0", "-1", "1.5", "'1'", "[1]", ""])
def test_a_version_that_is_newer_or_none_is_refused_in_its_place(shelf: Any, version: str) -> None:
    source = read_source(shelf.put(f"name: x\nclerkwork: {version}\n") / "bot.yaml")
    with pytest.raises(BotInvalid) as caught:
        migrate(source)
    assert caught.value.faults[0].line == 2
