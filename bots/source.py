"""One YAML file as it was written: its tree with comments, and the line and column of everything in it.

Bot files come from elsewhere, so reading is strict. Refused, each with its place: what is not UTF-8,
over 10 MB, several documents, anything but a mapping at the top, keys twice or not texts, tags
(`!!python/...`), nesting beyond 50 levels, and anchors with aliases. Aliases are refused as a whole:
with them a small file can describe a huge or endless value, and an edit in one place changes another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.composer import Composer
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, ScalarNode
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.scalarbool import ScalarBoolean
from ruamel.yaml.scalarfloat import ScalarFloat
from ruamel.yaml.scalarint import ScalarInt
from ruamel.yaml.timestamp import TimeStamp

from clerkwork.bots.errors import BotInvalid, Fault

MAX_BYTES = 10 * 1000 * 1000
MAX_DEPTH = 50
MAX_FAULTS = 200
"""Faults reported for one file; nobody reads more."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_DECODING = (AssertionError, AttributeError, IndexError, KeyError, NotImplementedError, TypeError, ValueError)


@dataclass(frozen=True)
class Source:
    """A file as written. `tree` is ruamel's, comments included; change it only to write it back."""

    file: Path
    text: str
    tree: CommentedMap

    def place(self, path: Sequence[str | int], *, of: str = "value") -> tuple[int, int]:
        """Line and column, from 1, of the value (or, `of="key"`, of the key) at `path`.

        Where the path leads nowhere (a key that is missing), the place of what should hold it.
        """
        here: Any = self.tree
        found = _start(here)
        for at, step in enumerate(path):
            last = at == len(path) - 1
            spot = _spot(here, step, of if last or isinstance(here, CommentedSeq) else "key")
            if spot is None:
                return found
            found, here = spot, here[step]
        return found

    def fault(self, path: Sequence[str | int], message: str, *, of: str = "value") -> Fault:
        """A fault at the place of `path`."""
        return Fault(self.file, *self.place(path, of=of), message)


def read_source(file: Path) -> Source:
    """Reads and parses a file. Raises BotInvalid with the faults of its form."""
    text = _read_text(file)
    tree = _parse(file, text)
    if not isinstance(tree, CommentedMap):
        kind = "empty" if tree is None else "a list" if isinstance(tree, CommentedSeq) else "a single value"
        raise _invalid(file, 1, 1, f"the file is {kind}, it must be keys with values, such as 'clerkwork: 1'")
    return Source(file, text, tree)


def editor(text: str = "") -> YAML:
    """A reader and writer that keeps comments, order and quotes, indented as `text` is (else two and four)."""
    yaml = YAML(typ="rt")
    yaml.Composer = GuardedComposer
    yaml.Constructor = GuardedConstructor
    yaml.preserve_quotes = True
    yaml.allow_unicode = True
    yaml.width = 1_000_000  # never re-wraps a line that somebody wrote
    dash = re.search(r"^[\w-]+:[ \t]*(?:#.*)?\n(?:[ \t]*(?:#.*)?\n)*( *)-( +)\S", text, re.MULTILINE)
    offset, gap = (len(dash[1]), len(dash[2])) if dash else (2, 1)
    inner = re.search(r"^[\w-]+:[ \t]*(?:#.*)?\n(?:[ \t]*(?:#.*)?\n)*( +)[^\s#-]", text, re.MULTILINE)
    yaml.indent(mapping=len(inner[1]) if inner else 2, sequence=offset + 1 + gap, offset=offset)
    return yaml


def plain(tree: Any) -> Any:
    """A ruamel tree as dicts, lists and Python's own values."""
    if isinstance(tree, dict):
        return {str(key): plain(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [plain(item) for item in tree]
    if isinstance(tree, TimeStamp):
        return tree.isoformat(sep=" ")
    for kind, made in ((str, str), (ScalarBoolean, bool), (ScalarInt, int), (ScalarFloat, float)):
        if isinstance(tree, kind):
            return made(tree)
    return tree


class _Irregular(Exception):  # never leaves this module
    """Faults of form, as (mark, message)."""

    def __init__(self, *found: tuple[Any, str]) -> None:
        super().__init__()
        self.found = list(found)


class GuardedComposer(Composer):
    """Composes nodes, and refuses what a bot file must not hold before any value is made."""

    def __init__(self, loader: Any = None) -> None:
        super().__init__(loader)
        self.level = 0
        self.irregular = _Irregular()

    def get_single_node(self) -> Any:
        node = super().get_single_node()
        if self.irregular.found:
            raise self.irregular
        return node

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.parser.peek_event()
        if isinstance(event, AliasEvent) or event.anchor is not None:
            sign = "*" if isinstance(event, AliasEvent) else "&"
            self._stop(
                event.start_mark, f"anchors and aliases ({sign}{event.anchor}) are not allowed; write it out"
            )
        if self.level >= MAX_DEPTH:
            self._stop(event.start_mark, f"nested deeper than {MAX_DEPTH} levels")
        if getattr(event, "ctag", None) is not None:
            self._note(event.start_mark, f"the tag {event.tag} is not allowed; a bot file holds plain data")
        self.level += 1
        node = super().compose_node(parent, index)
        self.level -= 1
        if isinstance(node, MappingNode):
            self._check_keys(node)
        elif isinstance(node, ScalarNode) and _SURROGATE.search(node.value):
            self._note(node.start_mark, "half of a surrogate pair is no character; write the whole sign")
        return node

    def _check_keys(self, node: MappingNode) -> None:
        seen: dict[str, int] = {}
        for key, _ in node.value:
            if not isinstance(key, ScalarNode) or not str(key.tag).endswith(":str"):
                shown = f" {key.value!r}" if isinstance(key, ScalarNode) else ""
                self._note(key.start_mark, f"the key{shown} is not a text; write it in quotes")
            elif key.value in seen:
                self._note(
                    key.start_mark,
                    f"the key {key.value!r} stands twice here, first in line {seen[key.value]}",
                )
            else:
                seen[key.value] = key.start_mark.line + 1

    def _note(self, mark: Any, message: str) -> None:
        self.irregular.found.append((mark, message))
        if len(self.irregular.found) >= MAX_FAULTS:
            raise self.irregular

    def _stop(self, mark: Any, message: str) -> None:
        self.irregular.found.append((mark, message))
        raise self.irregular


class GuardedConstructor(RoundTripConstructor):
    """Makes values, and says where one could not be made (the 31st of February)."""

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except _DECODING as error:
            raise _Irregular((node.start_mark, _unreadable_value(node))) from error


def _unreadable_value(node: Any) -> str:
    value = node.value if isinstance(node, ScalarNode) else ""
    return (
        f"the value {value[:60]!r} cannot be read; write it in quotes if it is a text"
        if value
        else "cannot be read"
    )


def _parse(file: Path, text: str) -> Any:
    try:
        return editor().load(text)
    except _Irregular as irregular:
        faults = [Fault(file, mark.line + 1, mark.column + 1, message) for mark, message in irregular.found]
    except ReaderError as error:
        line, column = _line_and_column(text, error.position)
        faults = [Fault(file, line, column, f"the character {_character(error)} is not allowed in YAML")]
    except MarkedYAMLError as error:
        faults = [_syntax_fault(file, error)]
    except (YAMLError, RecursionError, MemoryError, *_DECODING):
        faults = [
            Fault(file, 1, 1, "the file cannot be read as YAML; look for unbalanced quotes or brackets")
        ]
    raise BotInvalid(faults)


def _syntax_fault(file: Path, error: MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if "another document" in str(error.problem):
        return Fault(file, line, column, "a second document starts here; a bot file holds one")
    what = " ".join(str(error.problem or error.context or "syntax error").split())
    return Fault(file, line, column, f"not valid YAML: {what}")


def _character(error: ReaderError) -> str:
    sign = error.character
    return f"U+{sign if isinstance(sign, int) else ord(sign[:1]):04X}"


def _read_text(file: Path) -> str:
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            raise _invalid(file, 1, 1, f"the file has {size / 1e6:.1f} MB; at most 10 MB are read")
        data = file.read_bytes()
    except FileNotFoundError:
        raise _invalid(file, 1, 1, "the file does not exist") from None
    except (OSError, ValueError) as error:
        raise _invalid(file, 1, 1, f"the file cannot be read: {_reason(error)}") from None
    return _decode(file, data)


def _decode(file: Path, data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _invalid(file, 1, 1, "the file is encoded in UTF-16; save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line, column = _line_and_column(before, len(before))
        message = f"the byte 0x{data[error.start]:02X} is not UTF-8; save the file as UTF-8"
        raise _invalid(file, line, column, message) from None


def _reason(error: OSError | ValueError) -> str:
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return said[:1].lower() + said[1:]


def _invalid(file: Path, line: int, column: int, message: str) -> BotInvalid:
    return BotInvalid([Fault(file, line, column, message)])


def _line_and_column(text: str, position: int) -> tuple[int, int]:
    before = text[:position]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _start(tree: Any) -> tuple[int, int]:
    return (tree.lc.line or 0) + 1, (tree.lc.col or 0) + 1


def _spot(here: Any, step: str | int, of: str) -> tuple[int, int] | None:
    """Where `step` stands in `here`; None when it is not there."""
    if isinstance(here, CommentedMap) and step in here:
        data = (here.lc.data or {}).get(step)
        empty = here[step] is None  # stands nowhere
        return None if data is None else (_pair(data[:2]) if of == "key" or empty else _pair(data[2:]))
    if isinstance(here, CommentedSeq) and isinstance(step, int) and 0 <= step < len(here):
        data = (here.lc.data or {}).get(step)
        return None if data is None else _pair(data[:2])
    return None


def _pair(data: Sequence[int]) -> tuple[int, int]:
    return data[0] + 1, data[1] + 1
