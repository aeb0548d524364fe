"""A foreign script as a bot: names for targets, systems and secrets; clicks that only lead to a fill left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clerkwork.bots.actions.registry import ACTIONS
from clerkwork.bots.bot import Bot, System, Targets, Viewport
from clerkwork.bots.expressions import literal
from clerkwork.bots.imports.aims import is_password
from clerkwork.bots.imports.script import Aim, Draft, Script
from clerkwork.bots.naming import snake
from clerkwork.bots.systems import Systems
from clerkwork.selectors.target import Target

TAKE_TEXT = frozenset({"fill", "select", "upload"})
"""Actions that give a field the focus by themselves."""

TELLING = 4
"""Characters from which a password is looked for inside longer texts; a shorter one is there by chance."""

_TEXTS = frozenset({"open", "with", "is", "choose", "see", "gone", "dialogs", "text", "message"})
_PREFIX = re.compile(r"^(?:btn|txt|cbo|cmb|ddl|lst|chk|rdo|lnk|lbl|img|frm)(?=[A-Z_])_?")


@dataclass
class Assembly:
    """The bot as far as it is."""

    systems: Systems
    targets: dict[str, Target] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict, repr=False)
    """Name -> the value that the foreign script typed, kept only to find it elsewhere in the script."""
    forms: set[str] = field(default_factory=set)
    system: str = "app"


def assemble(script: Script, name: str, systems: Mapping[str, str]) -> tuple[Bot, Targets, tuple[str, ...]]:
    """The bot, its targets, and the names of the secrets that were typed openly in the foreign script.

    `systems` names origins. A script that opens nothing gets the one system `app`, to be put right by hand.
    """
    work = Assembly(Systems.of(systems))
    drafts = _without_leading_clicks(script.drafts)
    steps = [_step(work, draft) for draft in drafts]
    steps = [_hidden(work.secrets, step) for step in steps]
    used = {str(step["open"]).partition(":")[0] for step in steps if "open" in step}
    urls = {key: url for key, url in work.systems.urls.items() if key in used} or {"app": "http://127.0.0.1"}
    width, height = script.viewport or (1280, 900)
    bot = Bot.model_validate(
        {
            "name": name,
            "title": script.title or name.replace("-", " ").capitalize(),
            "viewport": Viewport(width=max(200, width), height=max(200, height)),
            "systems": {
                key: System(url=url, sign_in="form" if key in work.forms else "none")
                for key, url in urls.items()
            },
            "secrets": tuple(work.secrets),
            "steps": steps,
        }
    )
    return bot, Targets(targets=work.targets), tuple(work.secrets)


def _without_leading_clicks(drafts: list[Draft]) -> list[Draft]:
    """A click into a field just before it is filled is part of the fill."""
    kept = []
    for draft, after in zip(drafts, [*drafts[1:], None], strict=True):
        plain = draft.action == "click" and not set(draft.keys) - {"count"}
        same = after and after.action in TAKE_TEXT and (draft.window, draft.aim) == (after.window, after.aim)
        if not (plain and same):
            kept.append(draft)
    return kept


def _step(work: Assembly, draft: Draft) -> dict[str, Any]:
    keys = dict(draft.keys)
    if draft.action == "open":
        place = work.systems.place(keys.pop("url")) or "app:/"
        work.system = place.partition(":")[0]
        return {"open": literal(place), **_window(draft), **keys}
    if draft.action in ("close", "back", "forward", "reload"):
        return {draft.action: draft.window, **keys}
    if draft.action in ("see", "gone"):
        said = {draft.action: literal(keys.pop("text"))}
        return said | ({"within": _named(work, draft, draft.aim)} if draft.aim else {}) | keys
    if draft.aim is None:
        return {draft.action: keys.pop("key"), **_window(draft), **keys}
    target = _named(work, draft, draft.aim)
    if draft.action == "drag":
        return {"drag": target, "to": _named(work, draft, keys.pop("to")), **keys}
    if draft.action == "press":
        return {"press": keys.pop("key"), "on": target, **keys}
    for key in ("with", "is", "choose", "files"):
        if key in keys:
            keys[key] = _escaped(keys[key])
    if draft.action == "fill" and is_password(draft.aim):
        keys["with"] = _as_secret(work, draft.aim, draft.keys["with"])
    return {draft.action: target, **keys}


def _window(draft: Draft) -> dict[str, str]:
    return (
        {}
        if draft.window == "main" or "window" not in ACTIONS[draft.action].model_fields
        else {"window": draft.window}
    )


def _escaped(value: Any) -> Any:
    return literal(value) if isinstance(value, str) else [literal(one) for one in value]


def _as_secret(work: Assembly, aim: Aim, value: str) -> str:
    """The expression for a password. One value is one secret, however often it is typed."""
    work.forms.add(work.system)
    known = next((name for name, typed in work.secrets.items() if typed == value), None)
    name, number = known or f"{work.system}_password", 2
    while known is None and name in work.secrets:
        name, number = f"{work.system}_password_{number}", number + 1
    work.secrets[name] = value
    return f"{{{{ secrets.{name} }}}}"


def _hidden(secrets: Mapping[str, str], step: dict[str, Any]) -> dict[str, Any]:
    """The step with every other text that holds a secret's value naming the secret instead."""
    return {key: _without(secrets, value) if key in _TEXTS else value for key, value in step.items()}


def _without(secrets: Mapping[str, str], value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without(secrets, one) if key in _TEXTS else one for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without(secrets, one) for one in value]
    if isinstance(value, str) and "{{ secrets." not in value:
        for name, typed in secrets.items():
            if value == typed or (len(typed) >= TELLING and typed in value):
                value = value.replace(typed, f"{{{{ secrets.{name} }}}}")
    return value


def _named(work: Assembly, draft: Draft, aim: Aim) -> str:
    """The target's name, the same whenever the same element comes again."""
    target = Target(
        window=draft.window, frame=aim.frame, candidates=aim.candidates, fingerprint=aim.fingerprint()
    )
    known = next((name for name, one in work.targets.items() if _is_same(one, target)), None)
    if known:
        return known
    words = [name for word in aim.called if (name := _spoken(word))] or [
        aim.role or snake(aim.tag) or "element"
    ]
    name, number = next((word for word in words if word not in work.targets), ""), 2
    while not name:
        again = f"{words[0]}_{number}"
        name, number = ("" if again in work.targets else again), number + 1
    work.targets[name] = target
    return name


def _is_same(one: Target, other: Target) -> bool:
    return (one.window, one.frame, one.candidates) == (other.window, other.frame, other.candidates)


def _spoken(word: str) -> str:
    """What is told by a text or by an id or name attribute: ctl00_Main_txtUserName -> user_name."""
    own = re.split(r"[$:]|_(?=[a-z]{2,4}[A-Z])", word)[-1]
    name = snake(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", _PREFIX.sub("", own)))
    if not any(letter.isalpha() for letter in name):
        return f"element_{name}" if len(name) > 1 else ""
    return name if name[0].isalpha() else f"element_{name}"
