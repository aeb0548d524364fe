"""Which properties of an element stayed when its page was changed: the cases that `stays.Stays` learns from. Pure."""

from __future__ import annotations

from clerkwork.selectors.identity import kind_of
from clerkwork.selectors.likeness import address_likeness, normal, script_likeness
from clerkwork.selectors.target import Fingerprint

SAME_PLACE = 0.9
"""An address with the same tail and query names leads to the same place, whatever its host and folders."""

SAME_SCRIPT = 0.8
"""A script that differs in its numbers alone does the same to another record."""


def stayed(was: Fingerprint, now: Fingerprint) -> dict[str, bool]:
    """By the name of the property, as in `stays.DEFAULTS`; only properties that were there when it was recorded.

    What a cell says is data, and says nothing about the page.
    """
    found: dict[str, bool] = {}
    if _says(was) and kind_of(was) != "other":
        found["words"] = normal(_says(was)) == normal(_says(now))
    for name in ("id", "name"):
        if name in was.attributes:
            found[name] = was.attributes[name] == now.attributes.get(name)
    href, code = was.attributes.get("href"), was.attributes.get("onclick")
    if href:
        found["leads"] = address_likeness(href, now.attributes.get("href", "")) >= SAME_PLACE
    elif code:
        found["leads"] = script_likeness(code, now.attributes.get("onclick", "")) >= SAME_SCRIPT
    return found


def _says(one: Fingerprint) -> str:
    return one.name or one.label or one.text or ""
