"""What redesigns taught is counted by system, in a file of its own that makes the bot no other bot."""

from __future__ import annotations

from pathlib import Path

import pytest

from clerkwork.bots.errors import BotInvalid
from clerkwork.bots.learned import LEARNED_FILE, load_learned, save_learned
from clerkwork.bots.save import digest


def test_cases_add_up_by_system_and_property(tmp_path: Path) -> None:
    save_learned(tmp_path, load_learned(tmp_path).with_cases([("desk", {"id": False, "words": True})]))
    save_learned(
        tmp_path, load_learned(tmp_path).with_cases([("desk", {"id": False}), ("billing", {"id": True})])
    )
    assert load_learned(tmp_path).counts("desk") == {"id": (0, 2), "words": (1, 0)}
    assert load_learned(tmp_path).counts("billing") == {"id": (1, 0)}
    assert load_learned(tmp_path).counts("other") == {}
    assert load_learned(tmp_path).counts(None) == {}


def test_the_file_is_sorted_so_that_a_difference_is_small(tmp_path: Path) -> None:
    save_learned(
        tmp_path, load_learned(tmp_path).with_cases([("b", {"z": True, "a": True}), ("a", {"x": True})])
    )
    words = [line.split(":")[0].strip() for line in (tmp_path / LEARNED_FILE).read_text().splitlines()[2:]]
    assert words == ["systems", "a", "x", "b", "a", "z"]


def test_the_bot_stays_the_one_that_ran(tmp_path: Path) -> None:
    (tmp_path / "bot.yaml").write_text("clerkwork: 1\n")
    before = digest(tmp_path)
    save_learned(tmp_path, load_learned(tmp_path).with_cases([("desk", {"id": False})]))
    assert digest(tmp_path) == before


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / LEARNED_FILE).write_text("clerkwork: 1\nsystems: {desk: {id: {stayed: -1}}}\n")
    with pytest.raises(BotInvalid, match=r"learned\.yaml:2"):
        load_learned(tmp_path)
