"""What is in the checkout is in the wheel, and nothing in the checkout shadows the standard library."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.house.rooms import ROOMS, ROOT

LEFT_BEHIND = {"__pycache__", ".DS_Store"}


def tracked() -> list[Path]:
    """Files of the rooms, without what runs leave behind."""
    found = [path for room in ROOMS for path in (ROOT / room).rglob("*") if path.is_file()]
    return [path.relative_to(ROOT) for path in found if not LEFT_BEHIND & set(path.parts)]


@pytest.fixture(scope="module")
def packages() -> dict[str, str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    return {name: settings["package-dir"].get(name, "") for name in settings["packages"]}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names inside a wheel that was built from a copy of the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    for path in tracked():
        (folder / "src" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, folder / "src" / path)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / "src")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder / "dist")]
    built = subprocess.run([*command, str(folder / "src")], capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return set(zipfile.ZipFile(next((folder / "dist").glob("*.whl"))).namelist())


def test_every_folder_with_python_is_a_listed_package(packages: dict[str, str]) -> None:
    folders = {path.parent for path in tracked() if path.suffix == ".py" and "library" not in path.parts}
    named = {f"clerkwork.{'.'.join(folder.parts)}" for folder in folders}
    assert named == set(packages)


def test_every_package_lies_where_its_name_says(packages: dict[str, str]) -> None:
    rooms = {name.removeprefix("clerkwork."): folder for name, folder in packages.items() if folder}
    assert rooms == {name: name for name in rooms}


def test_the_wheel_holds_every_file_of_the_rooms(wheel: set[str]) -> None:
    wanted = {f"clerkwork/{path.as_posix()}" for path in tracked()}
    assert wanted - wheel == set()


def test_the_wheel_holds_nothing_but_the_rooms(wheel: set[str]) -> None:
    tops = {tuple(name.split("/")[:2]) for name in wheel if not name.startswith("clerkwork-")}
    assert tops <= {("clerkwork", room) for room in ROOMS}


def test_selectors_is_no_package_and_the_standard_library_keeps_its_own() -> None:
    assert not (ROOT / "selectors" / "__init__.py").exists()
    said = "import asyncio, selectors; print(selectors.DefaultSelector.__module__, selectors.__file__)"
    seen = subprocess.run([sys.executable, "-c", said], cwd=ROOT, capture_output=True, text=True, check=True)
    assert seen.stdout.startswith("selectors ")
    assert str(ROOT) not in seen.stdout
