"""Selectors of other tools as candidates, with what each tells about the element."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from clerkwork.bots.imports.script import Aim
from clerkwork.bots.imports.xpaths import by_text, said
from clerkwork.selectors.identity import ANY_TAG
from clerkwork.selectors.target import (
    ByCss,
    ById,
    ByLabel,
    ByName,
    ByRole,
    ByTestId,
    ByText,
    ByXPath,
    Candidate,
)

_ID = re.compile(r"^([a-zA-Z][\w-]*)?#((?:[\w-]|\\.)+)$")
_NAME = re.compile(r"""^([a-zA-Z][\w-]*)?\[name=["']?([^"'\]]+)["']?\]$""")
_TEST_ID = re.compile(r"""^([a-zA-Z][\w-]*)?\[(data-test[\w-]*|data-cy|data-qa)=["']([^"']+)["']\]$""")
_LAST_TAG = re.compile(r"(?:^|[\s>+~])([a-zA-Z][\w-]*)(?:[.#:\[][^\s>+~]*)?$")
_TYPE = re.compile(r"""^(?:input|button)?\[type=["']?(\w+)["']?\]$""")
_WEBFORMS = re.compile(r"^ctl\d+_.*(_[a-zA-Z]+)$")
_XPATH_ID = re.compile(r"""^\(?//([\w-]+|\*)\[@id=(["'])([^"']+)\2\]\)?(?:\[1\])?$""")
_XPATH_TAG = re.compile(r"/([a-zA-Z][\w-]*)(?:\[[^/]*\])*\)?(?:\[\d+\])?$")
_FOREIGN_CSS = re.compile(r">>|:has-text|:text\b|:visible|::-p-|:nth-match|internal:|^\w+=")
_ARIA_ROLE = re.compile(r"""\[role=["']([\w-]+)["']\]$""")


def of_css(css: str) -> Aim | None:
    """None for pseudo-classes that only the other tool knows."""
    css = css.strip()
    if not css or _FOREIGN_CSS.search(css):
        return None
    if found := _ID.match(css):
        value = re.sub(r"\\(.)", r"\1", found[2])
        return _of_id(value, found[1])
    if found := _TEST_ID.match(css):
        return _aim(ByTestId(attribute=found[2], value=found[3]), tag=found[1], called=(found[3],))
    if found := _NAME.match(css):
        candidate = ByName(tag=found[1], name=found[2]) if found[1] else ByCss(css=css)
        return _aim(candidate, tag=found[1], attributes={"name": found[2]}, called=(found[2],))
    last, kind = _LAST_TAG.search(css), _TYPE.match(css)
    return _aim(ByCss(css=css), tag=last[1] if last else None, type=kind[1] if kind else None)


def of_xpath(xpath: str) -> Aim:
    """An XPath as it stands, or the id that is all it says."""
    if found := _XPATH_ID.match(xpath):
        tag = None if found[1] == "*" else found[1]
        return _of_id(found[3], tag)
    last = _XPATH_TAG.search(xpath)
    return _aim(ByXPath(xpath=xpath), tag=last[1] if last else None)


def _of_id(value: str, tag: str | None) -> Aim:
    """Of an id that ASP.NET puts together, the last part is the programmer's and stays."""
    aim = _aim(ById(value=value), tag=tag, attributes={"id": value}, called=(value,))
    own = _WEBFORMS.match(value)
    return replace(aim, candidates=(*aim.candidates, ByCss(css=f'[id$="{own[1]}"]'))) if own else aim


def of_aria(spoken: str, action: str) -> Aim | None:
    """Chrome's `aria/Name[role="button"]`; without a role, those that such an act is done to."""
    role = _ARIA_ROLE.search(spoken)
    name = _ARIA_ROLE.sub("", spoken).strip()
    if not name:
        return None
    guessed = ("textbox", "combobox") if action == "change" else ("button", "link")
    roles = (role[1],) if role else guessed
    candidates: list[Candidate] = [ByRole(role=one, name=name) for one in roles]
    if action == "change":
        candidates.append(ByLabel(text=name))
    return Aim(tuple(candidates), role=role[1] if role else None, called=(name,))


def of_text(text: str) -> Aim:
    """The smallest element that says the text somewhere."""
    return _aim(ByXPath(xpath=f"//{by_text(text, exact=False)}"), called=(text,))


def of_link_text(text: str, *, whole: bool = True) -> Aim:
    """Selenium's linkText and partialLinkText."""
    if not whole:
        return _aim(ByXPath(xpath=f"//a[{said(text, exact=False)}]"), tag="a", called=(text,))
    candidates = (ByRole(role="link", name=text), ByText(text=text, tag="a"))
    return Aim(candidates, tag="a", text=text, called=(text,))


def of_name(name: str, tag: str | None) -> Aim:
    """A name attribute of any kind of element."""
    candidate = ByName(tag=tag, name=name) if tag else ByCss(css=f'[name="{name}"]')
    return _aim(candidate, tag=tag, attributes={"name": name}, called=(name,))


def merged(aims: Iterable[Aim]) -> Aim | None:
    """Several selectors of one element as one aim, in their order; None when there is none."""
    kept = list(aims)
    if not kept:
        return None
    known: dict[str, Any] = {}
    for key in ("type", "role", "name", "label", "text"):
        known[key] = next((value for aim in kept if (value := getattr(aim, key))), None)
    known["tag"] = next((aim.tag for aim in kept if aim.tag != ANY_TAG), ANY_TAG)
    attributes = {key: value for aim in reversed(kept) for key, value in aim.attributes.items()}
    candidates = tuple(dict.fromkeys(one for aim in kept for one in aim.candidates))
    called = tuple(dict.fromkeys(word for aim in kept for word in aim.called))
    return Aim(candidates, attributes=attributes, called=called, frame=kept[0].frame, **known)


def is_password(aim: Aim) -> bool:
    """Whether it looks like a field for a password, by its type or by any of its names."""
    words = (aim.label, aim.name, *aim.attributes.values(), *aim.called)
    return aim.type == "password" or any(_SECRET.search(word) for word in words if word)


_SECRET = re.compile(
    r"pass(?!port|enger|age|ing|ive|e?d?by)|kennwort|pwd|contrase|mot.?de.?passe|wachtwoord|geheim|secret"
    r"|(?<![a-z])(pin|otp|tan)(?![a-z])",
    re.IGNORECASE,
)


def _aim(
    candidate: Candidate,
    *,
    tag: str | None = None,
    type: str | None = None,  # noqa: A002  (the attribute's name)
    attributes: dict[str, str] | None = None,
    called: tuple[str, ...] = (),
) -> Aim:
    return Aim(
        (candidate,), tag=(tag or ANY_TAG).lower(), type=type, attributes=attributes or {}, called=called
    )
