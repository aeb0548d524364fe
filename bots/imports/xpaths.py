"""Parts of a Playwright locator as XPath 1.0, so that a chain of them is one path.

Names and texts that Playwright looks for as a part of the whole (`exact=False`) become `contains()`; its
disregard of case does not carry over, since recorded texts come from the page itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_ROLES = {
    "button": 'self::button or self::summary or self::input[@type="submit" or @type="button" or @type="reset"'
    ' or @type="image"]',
    "link": "self::a[@href] or self::area[@href]",
    "textbox": 'self::textarea or self::input[not(@type) or @type="text" or @type="email" or @type="tel"'
    ' or @type="url" or @type="password"]',
    "searchbox": 'self::input[@type="search"]',
    "spinbutton": 'self::input[@type="number"]',
    "slider": 'self::input[@type="range"]',
    "checkbox": 'self::input[@type="checkbox"]',
    "radio": 'self::input[@type="radio"]',
    "combobox": "self::select or self::input[@list]",
    "listbox": "self::select",
    "option": "self::option",
    "row": "self::tr",
    "cell": "self::td",
    "columnheader": "self::th",
    "rowheader": "self::th",
    "table": "self::table",
    "list": "self::ul or self::ol",
    "listitem": "self::li",
    "img": "self::img",
    "heading": "self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6",
    "dialog": "self::dialog",
    "group": "self::fieldset",
    "paragraph": "self::p",
}
_FIELDS = frozenset(
    {"textbox", "searchbox", "spinbutton", "slider", "checkbox", "radio", "combobox", "listbox"}
)
_COMPOUND = re.compile(
    r"""(?P<tag>[a-zA-Z][\w-]*|\*)?(?P<rest>(?:\#[\w-]+|\.[\w-]+|\[[^\]]+\]|:nth-(?:child|of-type)\(\d+\))*)$"""
)
_PIECE = re.compile(
    r"""\#(?P<id>[\w-]+)|\.(?P<class>[\w-]+)|:nth-(?P<nth>child|of-type)\((?P<at>\d+)\)"""
    r"""|\[\s*(?P<attr>[\w-]+)\s*(?:(?P<op>[$^*~]?=)\s*(?P<value>"[^"]*"|'[^']*'|[\w-]+)\s*)?\]"""
)


@dataclass(frozen=True)
class Part:
    """One link of a locator chain. `kind` is role, text, label, placeholder, title, alt, test_id, css, nth,
    first, last, has_text, has or frame."""

    kind: str
    value: str = ""
    name: str | None = None
    exact: bool = False
    index: int = 0
    inner: tuple[Part, ...] = field(default=())


def literal(text: str) -> str:
    """A string of XPath 1.0, which has no escapes."""
    if '"' not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    pieces = ", '\"', ".join(f'"{piece}"' for piece in text.split('"'))
    return f"concat({pieces})"


def chain_path(parts: Sequence[Part], start: str = "//") -> str | None:
    """The path of a whole chain; None if a part of it cannot be said in XPath."""
    path = ""
    for part in parts:
        if part.kind in ("nth", "first", "last"):
            at = {"first": "1", "last": "last()"}.get(part.kind, f"{part.index + 1}")
            path = f"({path})[{at if part.index >= 0 else 'last()'}]"
            continue
        step = _predicate(part) if part.kind in ("has_text", "has") else _step(part)
        if step is None:
            return None
        path += step if part.kind in ("has_text", "has") else f"{'//' if path else start}{step}"
    return path or None


def said(text: str, *, exact: bool, of: str = ".") -> str:
    """The condition that an element says a text: all of it, or as a part."""
    wanted = literal(" ".join(text.split()))
    return f"normalize-space({of})={wanted}" if exact else f"contains(normalize-space({of}), {wanted})"


def by_text(text: str, *, exact: bool) -> str:
    """The smallest elements that say the text, buttons by their value."""
    says = said(text, exact=exact)
    value = said(text, exact=exact, of="@value")
    button = f'self::input[@type="submit" or @type="button" or @type="reset"][{value}]'
    return f"*[not(self::script or self::style)][{button} or ({says} and not(.//*[{says}]))]"


def _step(part: Part) -> str | None:
    if part.kind == "role":
        return _by_role(part)
    if part.kind == "text":
        return by_text(part.value, exact=part.exact)
    if part.kind == "label":
        return f"*[self::input or self::select or self::textarea or self::button][{_labelled(part.value, part.exact)}]"
    if part.kind in ("placeholder", "title", "alt"):
        return f"*[{said(part.value, exact=part.exact, of='@' + part.kind)}]"
    if part.kind == "test_id":
        return f"*[@{part.name or 'data-testid'}={literal(part.value)}]"
    return css_path(part.value) if part.kind == "css" else None


def _by_role(part: Part) -> str:
    native = _ROLES.get(part.value)
    own = f"@role={literal(part.value)}"
    step = f"*[{native + ' or ' if native else ''}{own}]"
    if part.name is None:
        return step
    named = _in_words(part.name) if part.value == "row" else _named(part.value, part.name, part.exact)
    # a layout table's row holds every row inside it, and so says all that they say
    inner = f"[not(.//tr[{named}])]" if part.value == "row" else ""
    return f"{step}[{named}]{inner}"


def _in_words(name: str) -> str:
    """A row's name is its cells with spaces between them, which its text need not have."""
    return " and ".join(f"contains(., {literal(word)})" for word in name.split())


def _named(role: str, name: str, exact: bool) -> str:
    """Named by what it says and by attributes, or, as fields are, by its label."""
    if role in _FIELDS:
        spoken = (said(name, exact=exact, of=f"@{key}") for key in ("title", "placeholder"))
        return " or ".join((_labelled(name, exact), *spoken))
    keys = ("value", "aria-label", "title") if role == "button" else ("aria-label", "title")
    keys = ("alt", *keys) if role == "img" else keys
    return " or ".join((said(name, exact=exact), *(said(name, exact=exact, of=f"@{key}") for key in keys)))


def _labelled(text: str, exact: bool) -> str:
    says = said(text, exact=exact)
    aria = said(text, exact=exact, of="@aria-label")
    return f"@id=//label[{says}]/@for or ancestor::label[{says}] or {aria}"


def _predicate(part: Part) -> str | None:
    if part.kind == "has_text":
        return f"[{said(part.value, exact=part.exact)}]"
    inner = chain_path(part.inner, start=".//")
    return f"[{inner}]" if inner else None


def css_path(css: str) -> str | None:
    """A plain selector (tags, ids, classes, attributes, nth) as XPath; None for what is beyond that."""
    path = ""
    for piece in re.findall(r"\s*>\s*|\s+|(?:\[[^\]]*\]|[^\s>\[])+", css.strip()):
        if not piece.strip() or piece.strip() == ">":
            path += "/" if piece.strip() else "//"
            continue
        step = _compound(piece)
        if step is None:
            return None
        path += step
    return path or None


def _compound(piece: str) -> str | None:
    match = _COMPOUND.match(piece)
    if not match:
        return None
    tag, conditions = (match["tag"] or "*").lower(), ""
    for one in _PIECE.finditer(match["rest"]):
        conditions += _condition(one, tag)
    return tag + conditions


def _condition(one: re.Match[str], tag: str) -> str:
    if one["id"]:
        return f"[@id={literal(one['id'])}]"
    if one["class"]:
        return f'[contains(concat(" ", normalize-space(@class), " "), {literal(" " + one["class"] + " ")})]'
    if one["nth"]:
        among = "*" if one["nth"] == "child" else tag
        return f"[count(preceding-sibling::{among})={int(one['at']) - 1}]"
    value = (one["value"] or "").strip("\"'")
    at = f"@{one['attr']}"
    if one["op"] == "^=":
        return f"[starts-with({at}, {literal(value)})]"
    if one["op"] == "$=":
        return f"[substring({at}, string-length({at}) - {len(value) - 1})={literal(value)}]"
    if one["op"] in ("*=", "~="):
        return f"[contains({at}, {literal(value)})]"
    return f"[{at}={literal(value)}]" if one["op"] else f"[{at}]"
