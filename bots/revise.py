"""Changes a tree that a person wrote as little as possible.

Compared are the short forms of the old and the new model, so that what the person wrote out although
it is the default stays. Comments stay where they are: those after a removed entry move up to the
entry before it, and a new entry comes before the comment that leads to the next one.
"""

from __future__ import annotations

import difflib
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import CommentMark
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString
from ruamel.yaml.tokens import CommentToken

from clerkwork.bots.actions.registry import actions_in
from clerkwork.bots.source import plain

_Container = CommentedMap | CommentedSeq


def revise(tree: CommentedMap, old: CommentedMap, new: CommentedMap) -> None:
    """Carries the differences from `old` to `new` (short forms) over to `tree`, in place."""
    for key in [key for key in old if key not in new and key in tree]:
        _remove(tree, key)
    before: str | None = None
    for key, value in new.items():
        if key not in tree:
            if key not in old or plain(old[key]) != plain(value):
                _insert_key(tree, before, key, value)
        elif key not in old or plain(old[key]) != plain(value):
            _replace(tree, key, old.get(key), value)
        before = key if key in tree else before


def _replace(tree: _Container, key: Any, old: Any, new: Any) -> None:
    """One changed entry: goes down where both sides have parts, else puts the new value."""
    here = tree[key]
    if isinstance(here, CommentedMap) and isinstance(old, CommentedMap) and isinstance(new, CommentedMap):
        revise(here, old, new)
    elif isinstance(here, CommentedSeq) and isinstance(old, CommentedSeq) and isinstance(new, CommentedSeq):
        _revise_list(here, old, new)
    else:
        tail = _take_tail(tree, key) if isinstance(here, (CommentedMap, CommentedSeq)) else ""
        tree[key] = _quoted_as(here, new)
        _give_tail(tree, key, tail)


def _revise_list(tree: CommentedSeq, old: CommentedSeq, new: CommentedSeq) -> None:
    if not tree or not new or len(tree) != len(old):
        tree[:] = list(new)
        return
    shown = [repr(plain(item)) for item in old], [repr(plain(item)) for item in new]
    matcher = difflib.SequenceMatcher(None, *shown, autojunk=False)
    for kind, i1, i2, j1, j2 in reversed(matcher.get_opcodes()):
        if kind == "equal":
            continue
        pairs = 0
        while i1 + pairs < i2 and j1 + pairs < j2 and _are_akin(old[i1 + pairs], new[j1 + pairs]):
            pairs += 1
        for at in range(j2 - 1, j1 + pairs - 1, -1):
            _insert_item(tree, i2, new[at])
        for at in range(i2 - 1, i1 + pairs - 1, -1):
            _remove(tree, at)
        for at in range(pairs):
            _replace(tree, i1 + at, old[i1 + at], new[j1 + at])


def _are_akin(old: Any, new: Any) -> bool:
    """Whether a changed entry is the old one changed, and not another one in its place."""
    if isinstance(old, CommentedMap) and isinstance(new, CommentedMap):
        return actions_in(old) == actions_in(new) and old.get("by") == new.get("by")
    return type(old) is type(new)


def _insert_key(tree: CommentedMap, before: str | None, key: str, value: Any) -> None:
    tail = _take_tail(tree, before) if before is not None else ""
    tree.insert(list(tree).index(before) + 1 if before is not None else 0, key, value)
    _give_tail(tree, key, tail)


def _insert_item(tree: CommentedSeq, at: int, value: Any) -> None:
    tail = _take_tail(tree, at - 1) if at > 0 else ""
    tree.insert(at, value)
    _give_tail(tree, at, tail)


def _remove(tree: _Container, key: Any) -> None:
    tail = _take_tail(tree, key)
    keys = list(tree) if isinstance(tree, CommentedMap) else list(range(len(tree)))
    at = keys.index(key)
    del tree[key]
    if at > 0:
        _give_tail(tree, keys[at - 1], tail)


def _take_tail(tree: _Container, key: Any) -> str:
    """Cuts off the comment lines after an entry (they lead to the next one) and returns them."""
    owner, leaf = _last_leaf(tree, key)
    token = _token(owner, leaf)
    if token is None:
        return ""
    line, newline, tail = token.value.partition("\n")
    token.value = line + newline
    return tail if newline else ""


def _give_tail(tree: _Container, key: Any, tail: str) -> None:
    """Puts comment lines after an entry."""
    if not tail:
        return
    owner, leaf = _last_leaf(tree, key)
    token = _token(owner, leaf)
    if token is not None:
        token.value += tail if token.value.endswith("\n") else "\n" + tail
        return
    made = CommentToken("\n" + tail, start_mark=CommentMark(0), end_mark=None)
    owner.ca.items[leaf] = [None, None, made, None] if isinstance(owner, CommentedMap) else [made, None]


def _last_leaf(tree: _Container, key: Any) -> tuple[_Container, Any]:
    """The entry at whose end the comments after `tree[key]` hang."""
    here = tree[key]
    while isinstance(here, (CommentedMap, CommentedSeq)) and len(here) and here.fa.flow_style() is not True:
        tree, key = here, (list(here)[-1] if isinstance(here, CommentedMap) else len(here) - 1)
        here = tree[key]
    return tree, key


def _token(owner: _Container, leaf: Any) -> Any:
    tokens = owner.ca.items.get(leaf)
    at = 2 if isinstance(owner, CommentedMap) else 0
    return tokens[at] if tokens and len(tokens) > at else None


def _quoted_as(old: Any, new: Any) -> Any:
    """A new text in the quotes of the old one."""
    for kind in (DoubleQuotedScalarString, SingleQuotedScalarString):
        if isinstance(old, kind) and isinstance(new, str) and new.isprintable():
            return kind(new)
    return new
