"""The script that runs in every page and frame: finds, describes and holds elements.

The modules under `page/` share one scope, in the order below, inside one function. The page sees a single
global, `window.__clerkwork`:

    describe(element, {prefer: [text]}?) -> {candidates, fingerprint, frame, frame_exact, url, title, box}
    prepare(element, {prefer: [text]}?) -> whether all that describing it would search a large page for is found
    resolve({candidates, hidden}) -> {candidates: [{count, element}], elements: [{token, fingerprint, ...}]}
    resolveJson(json) -> json    the same in one string, safe from pages that give Array a toJSON
    collectJson(json) -> json    {deed, plain} -> [{token, fingerprint, box, visible, enabled}], all that could be meant
    holdingsJson(json) -> json   {tokens} -> {document, fields: [text | null]}, what the held fields hold
    guardJson(json) -> json      {fields: [{token, held, before, is_list}]} -> {stopped}, keeps the next press from a
                                 page that has just emptied a field
    describeJson(json) -> json   {token, prefer} -> what `describe` says of the held element
    exposedJson(json) -> json    {secrets, targets, texts} -> {look, boxes, texts}: what must not show, and all other
                                 texts; {} -> the same without a search, to begin a look
    placedJson() -> json         [{text, box}]: what the page says, and where
    spansJson(json) -> json      {look, spans: [[text, from, to]]} -> boxes of parts of the texts of that look
    stillnessJson(json) -> json  {since: look} -> {still}: whether nothing has changed since that look
    pressesJson(json) -> json    {token} -> how often the held element was clicked since the last `resolve`
    element(token) -> Element | null
    json(value) -> string        JSON of plain values without toJSON

Each gives null instead of throwing.

`closed_roots_script()` stands by itself. It has to come before the page's own scripts, but after `page_script()`
where both run in one world: what is taken after it, is what the page sees.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

MODULES = (
    "natives",
    "generated",
    "dom",
    "texts",
    "touches",
    "glance",
    "roles",
    "names",
    "text_map",
    "nearby",
    "rows",
    "places",
    "fingerprint",
    "finders",
    "paths",
    "proofs",
    "candidates",
    "held",
    "holdings",
    "guard",
    "presses",
    "stillness",
    "collect",
    "exposed",
    "install",
)

# importlib.resources cannot read a namespace package in an editable install, and this room must stay one.
_FOLDER = Path(__file__).with_name("page")


@cache
def page_script() -> str:
    """One expression that installs `window.__clerkwork`, or does nothing where it is already there."""
    body = "\n".join((_FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in MODULES)
    return f'(() => {{\n"use strict";\nif (window.__clerkwork) return;\n{body}\n}})();\n'


@cache
def closed_roots_script() -> str:
    """Keeps the closed shadow roots of a page within reach, also from a world beside the page's."""
    return (_FOLDER / "closed_roots.js").read_text(encoding="utf-8")
