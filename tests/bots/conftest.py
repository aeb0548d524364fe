"""Bots for the tests of this room: one that is right, and small ones made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

BOT = """\
# yaml-language-server: $schema=../../bot.schema.json
clerkwork: 1                       # format version
name: rent-device
title: Hand out a rental device
owner: it-assets@example.com
review: {last: 2099-11-21, every: 180 days}
systems:
  rentals: {url: "http://127.0.0.1:8101", sign_in: form}
inputs:
  employee: {type: text, example: "A. Meyer"}
  device: {type: text, example: "LT-0042"}
  days: {type: integer, min: 1, max: 30, default: 7}
secrets: [rentals_password]
outputs:
  loan_number: {type: text, pattern: "L-\\\\d+"}
# the steps follow
steps:
  - open: rentals:/login
  # who we are
  - fill: user_name
    with: clerk
  - fill: password
    with: "{{ secrets.rentals_password }}"
  - click: reserve_in_row
    row: "{{ inputs.device }}"       # the row is found by its text

  # the one that counts
  - id: submit
    click: submit
    button: left
    when: "{{ inputs.days > 0 }}"
    commit:
      key: "{{ inputs.device }}/{{ inputs.employee }}"
      probe:                         # read-only
        - open: rentals:/loans?device={{ inputs.device }}
        - see: "{{ inputs.employee }}"
    expect:
      - see: "Loan L-"
    retry: {attempts: 3, on: [timeout, http_5xx]}
  # after that
  - read: loan_number
    into: loan_number
# the end
"""

_TARGET = """\
  {name}:
    candidates:
      - {{by: role, role: {role}, name: {name}}}
      - {{by: id, value: {name}}}
    fingerprint: {{tag: input, type: {type}, role: {role}, name: {name}}}
"""


def target(name: str, kind: str = "text", role: str = "textbox") -> str:
    """One target as it stands in targets.yaml."""
    return _TARGET.format(name=name, type=kind, role=role)


TARGETS = "clerkwork: 1\ntargets:\n" + "".join(
    (
        target("user_name"),
        target("password", "password"),
        target("reserve_in_row", "button", "button"),
        target("submit", "submit", "button"),
        target("loan_number"),
    )
)

HEAD = 'clerkwork: 1\nname: x\nsystems: {web: {url: "http://127.0.0.1:1"}}\n'
"""The least that a bot needs; three lines."""


@dataclass(frozen=True)
class Shelf:
    """A place for bundles, and texts to make them of."""

    folder: Path
    bot: str = BOT
    targets: str = TARGETS
    head: str = HEAD
    target: Callable[..., str] = target

    def put(self, bot: str | bytes = BOT, targets: str | None = TARGETS) -> Path:
        """A bundle with these texts, byte for byte."""
        (self.folder / "bot.yaml").write_bytes(bot if isinstance(bot, bytes) else bot.encode())
        (self.folder / "targets.yaml").unlink(missing_ok=True)
        if targets is not None:
            (self.folder / "targets.yaml").write_bytes(targets.encode())
        return self.folder


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    folder = tmp_path / "bundle"
    folder.mkdir()
    return Shelf(folder)


@pytest.fixture(scope="session")
def one_shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The same place for every example of a property."""
    return Shelf(tmp_path_factory.mktemp("bundle"))
