"""Each kind of step as lines of a Playwright script. One function for each action key."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Protocol

from clerkwork.bots.actions.ask import Ask
from clerkwork.bots.actions.check import Check
from clerkwork.bots.actions.checkpoint import Checkpoint, Region, TextMask
from clerkwork.bots.actions.click import Click, Position
from clerkwork.bots.actions.close import Close
from clerkwork.bots.actions.drag import Drag
from clerkwork.bots.actions.fill import Fill
from clerkwork.bots.actions.hover import Hover
from clerkwork.bots.actions.open import Open
from clerkwork.bots.actions.press import Press
from clerkwork.bots.actions.read import Read
from clerkwork.bots.actions.read_rows import ReadRows
from clerkwork.bots.actions.scroll import Scroll
from clerkwork.bots.actions.see import Gone, See
from clerkwork.bots.actions.see_row import SeeRow
from clerkwork.bots.actions.select import Select
from clerkwork.bots.actions.shown import Enabled, Shown
from clerkwork.bots.actions.type import Type
from clerkwork.bots.actions.uncheck import Uncheck
from clerkwork.bots.actions.upload import Upload
from clerkwork.bots.actions.value import Value
from clerkwork.bots.errors import NotExportable
from clerkwork.bots.exports.sources import quoted
from clerkwork.selectors.target import Target

_INPUT_FILE = re.compile(r"\{\{\s*inputs\.(\w+)\s*\}\}")


class Writer(Protocol):
    """What a step needs of the routine that it becomes part of."""

    def text(self, text: str, *, before: str = "") -> str: ...
    def locator(self, name: str, *, row: str | None = None, named: str | None = None) -> str: ...
    def target(self, name: str) -> Target: ...
    def page(self, window: str) -> str: ...
    def looked_at(self) -> tuple[str, bool]: ...
    def closes_itself(self, window: str) -> bool: ...
    def need(self, *imports: str) -> None: ...
    def output_pattern(self, name: str) -> str | None: ...


def open_(writer: Writer, step: Open) -> list[str]:
    system, _, path = step.open.partition(":")
    address = writer.text(path, before=system.upper())
    page = writer.page(step.window)
    made = [f"{page} = page.context.new_page()"] if step.window != "main" else []
    return [*made, f"{page}.goto({address})"]


def click(writer: Writer, step: Click) -> list[str]:
    options = [f"button={quoted(step.button)}"] if step.button != "left" else []
    if step.count == 3:
        options.append("click_count=3")
    if step.modifiers:
        options.append(f"modifiers=[{', '.join(map(quoted, step.modifiers))}]")
    target = writer.target(step.click)
    options += _place("position", target, step.position)
    if writer.closes_itself(target.window):
        options.append("no_wait_after=True")
    verb = "dblclick" if step.count == 2 else "click"
    return [f"{_acted(writer, step, step.click)}.{verb}({', '.join(options)})"]


def fill(writer: Writer, step: Fill) -> list[str]:
    return [f"{_acted(writer, step, step.fill)}.fill({writer.text(step.with_)})"]


def press(writer: Writer, step: Press) -> list[str]:
    if step.on is None:
        return [f"{writer.page(step.window)}.keyboard.press({quoted(step.press)})"]
    return [f"{_acted(writer, step, step.on)}.press({quoted(step.press)})"]


def type_(writer: Writer, step: Type) -> list[str]:
    text = writer.text(step.type)
    if step.on is None:
        return [f"{writer.page(step.window)}.keyboard.type({text})"]
    return [f"{_acted(writer, step, step.on)}.press_sequentially({text})"]


def select(writer: Writer, step: Select) -> list[str]:
    chosen = step.choose
    labels = writer.text(chosen) if isinstance(chosen, str) else f"[{', '.join(map(writer.text, chosen))}]"
    return [f"{_acted(writer, step, step.select)}.select_option({step.match}={labels})"]


def check(writer: Writer, step: Check) -> list[str]:
    return [f"{_acted(writer, step, step.check)}.check()"]


def uncheck(writer: Writer, step: Uncheck) -> list[str]:
    return [f"{_acted(writer, step, step.uncheck)}.uncheck()"]


def upload(writer: Writer, step: Upload) -> list[str]:
    files = [_file(writer, path) for path in step.files]
    given = files[0] if len(files) == 1 else f"[{', '.join(files)}]"
    return [f"{_acted(writer, step, step.upload)}.set_input_files({given})"]


def hover(writer: Writer, step: Hover) -> list[str]:
    return [f"{_acted(writer, step, step.hover)}.hover()"]


def drag(writer: Writer, step: Drag) -> list[str]:
    held, target = _acted(writer, step, step.drag), writer.target(step.drag)
    if isinstance(step.to, str):
        options = [
            writer.locator(step.to),
            *_place("source_position", target, step.position),
            *_place("target_position", writer.target(step.to), step.at),
        ]
        return [f"{held}.drag_to({', '.join(options)})"]
    at = step.position or Position(x=0.5, y=0.5)
    mouse = f"{writer.page(target.window)}.mouse"
    return [
        f"box = {held}.bounding_box()",
        f'assert box, "{step.drag} is not to be seen"',
        f'x, y = box["x"] + box["width"] * {at.x:g}, box["y"] + box["height"] * {at.y:g}',
        f"{mouse}.move(x, y)",
        f"{mouse}.down()",
        f"{mouse}.move(x + {step.to.x:g}, y + {step.to.y:g}, steps=10)",
        f"{mouse}.up()",
    ]


def scroll(writer: Writer, step: Scroll) -> list[str]:
    to = "box.scrollHeight" if step.to == "end" else f"{step.to:g}"
    box = "element === document.body ? document.scrollingElement : element"
    return [
        f"{_acted(writer, step, step.scroll)}.evaluate("
        f'"element => {{ const box = {box}; box.scrollTo(0, {to}); }}")'
    ]


def history(action: str, call: str) -> Callable[[Writer, Any], list[str]]:
    """One of the browser's own buttons; the step's action key holds the window."""
    return lambda writer, step: [f"{writer.page(getattr(step, action))}.{call}()"]


def close(writer: Writer, step: Close) -> list[str]:
    return [f"{writer.page(step.close)}.close()"]


def see(writer: Writer, step: See) -> list[str]:
    if step.ocr:
        raise NotExportable(
            f"{step.words()}: a script cannot read text off a picture; look for it otherwise there"
        )
    words = _words(writer, step.see)
    if step.within:
        if writer.target(step.within).fingerprint.tag in ("input", "textarea"):
            return [f"expect({writer.locator(step.within)}).to_have_value({_as_pattern(writer, step.see)})"]
        return [f"expect({writer.locator(step.within)}).to_contain_text({words}, use_inner_text=True)"]
    page, in_frames = writer.looked_at()
    if in_frames:
        return [f"see({page}, {_as_pattern(writer, step.see)})"]
    return [f'expect({page}.locator("body")).to_contain_text({words}, use_inner_text=True)']


def gone(writer: Writer, step: Gone) -> list[str]:
    page, _ = writer.looked_at()
    words = _words(writer, step.gone)
    return [f'expect({page}.locator("body")).not_to_contain_text({words}, use_inner_text=True)']


def see_row(writer: Writer, step: SeeRow) -> list[str]:
    page, in_frames = writer.looked_at()
    if in_frames:
        writer.need("import re")
        texts = (f"re.escape({writer.text(text)})" for text in step.see_row)
        return [f'see({page}, re.compile(r"[\\s\\S]*".join([{", ".join(texts)}])))']
    has = "".join(f".filter(has_text={_words(writer, text)})" for text in step.see_row)
    return [f'expect({page}.get_by_role("row"){has}.first).to_be_visible()']


def shown(writer: Writer, step: Shown) -> list[str]:
    return [f"expect({_acted(writer, step, step.shown)}).to_be_visible()"]


def enabled(writer: Writer, step: Enabled) -> list[str]:
    return [f"expect({_acted(writer, step, step.enabled)}).to_be_enabled()"]


def value(writer: Writer, step: Value) -> list[str]:
    seen, found = writer.target(step.value).fingerprint, writer.locator(step.value)
    if seen.type in ("checkbox", "radio"):
        return [f'expect({found}).to_be_checked(checked={writer.text(step.is_)} == "true")']
    if seen.tag == "select":
        return [f'expect({found}.locator("option:checked")).to_have_text({writer.text(step.is_)})']
    check_of = "to_have_value" if seen.tag in ("input", "textarea", "*") else "to_have_text"
    return [f"expect({found}).{check_of}({writer.text(step.is_)})"]


def read(writer: Writer, step: Read) -> list[str]:
    found = writer.locator(step.read, row=None if step.row is None else writer.text(step.row))
    fields = ("input", "textarea", "select")
    text = (
        f"{found}.{'input_value' if writer.target(step.read).fingerprint.tag in fields else 'inner_text'}()"
    )
    pattern = step.pattern or writer.output_pattern(step.into)
    if pattern is None:
        return [f"{step.into} = {text}"]
    writer.need("import re")
    group = 1 if re.compile(pattern).groups else 0
    return [
        f"match = re.search({_raw(pattern)}, {text})",
        f'assert match, "{step.read} does not say {step.into}"',
        f"{step.into} = match[{group}]",
    ]


def read_rows(writer: Writer, step: ReadRows) -> list[str]:
    found = writer.locator(step.read_rows)
    return [
        f'{step.into} = [row.locator("td").all_inner_texts() for row in {found}.locator("xpath=ancestor-or-self::table[1]").locator("tr:has(td)").all()]'
    ]


def checkpoint(writer: Writer, step: Checkpoint) -> list[str]:
    writer.need("from pathlib import Path")
    of = writer.locator(step.of) if step.of else writer.page(step.window)
    masks = [f"    {writer.locator(name)}," for name in step.mask if isinstance(name, str)]
    drawn = [
        f"# {_drawn(mask)}; Playwright masks elements only" for mask in step.mask if not isinstance(mask, str)
    ]
    options = f'path=PICTURES / "{step.checkpoint}.png"' + (", full_page=True" if step.full_page else "")
    if not masks:
        return [*drawn, f"{of}.screenshot({options})"]
    return [*drawn, f"{of}.screenshot({options}, mask=[", *masks, "])"]


def ask(writer: Writer, step: Ask) -> list[str]:
    """A script has nobody to ask but whoever started it."""
    choices = ", ".join(map(repr, step.choices))
    words = writer.text(step.ask)
    if step.otherwise is not None:
        return [f"# the bot asks a person: {' '.join(words.split())}", f"{step.into} = {step.otherwise!r}"]
    return [f"{step.into} = input({words})", f"assert {step.into} in ({choices},)"]


def _drawn(mask: Region | TextMask) -> str:
    if isinstance(mask, TextMask):
        return f"the bot leaves out texts like {mask.text!r}"
    size = f"{mask.width:g} x {mask.height:g} px at {mask.x:g}, {mask.y:g}"
    return f"the bot leaves out {size} of {mask.on or 'the page'}"


def _acted(writer: Writer, step: Any, name: str) -> str:
    row = None if step.row is None else writer.text(step.row)
    named = None if step.named is None else writer.text(step.named)
    return writer.locator(name, row=row, named=named)


def _place(option: str, target: Target, position: Position | None) -> list[str]:
    """A point in the element, in px of its recorded size."""
    box = target.fingerprint.box
    if position is None or box is None:
        return []
    x, y = round(box.width * position.x, 1), round(box.height * position.y, 1)
    return [f'{option}={{"x": {x:g}, "y": {y:g}}}']


def _file(writer: Writer, path: str) -> str:
    given = _INPUT_FILE.fullmatch(path)
    if given:
        return given[1].upper()
    writer.need("from pathlib import Path")
    return f"HERE / {writer.text(path)}"


def _words(writer: Writer, text: str) -> str:
    """The text, or a pattern where a * stands for any run without spaces."""
    return _as_pattern(writer, text) if "*" in text and "{{" not in text else writer.text(text)


def _as_pattern(writer: Writer, text: str) -> str:
    writer.need("import re")
    if "{{" in text:
        return f"re.compile(re.escape({writer.text(text)}))"
    pieces = [re.sub(r"\\([ \-])", r"\1", re.escape(piece)) for piece in " ".join(text.split()).split("*")]
    pattern = r"\S*".join(pieces)
    return f"re.compile({_raw(pattern)})"


def _raw(pattern: str) -> str:
    return f'r"{pattern}"' if '"' not in pattern and not pattern.endswith("\\") else repr(pattern)


WRITERS: dict[str, Callable[[Writer, Any], list[str]]] = {
    "open": open_,
    "click": click,
    "fill": fill,
    "press": press,
    "type": type_,
    "select": select,
    "check": check,
    "uncheck": uncheck,
    "upload": upload,
    "drag": drag,
    "hover": hover,
    "scroll": scroll,
    "back": history("back", "go_back"),
    "forward": history("forward", "go_forward"),
    "reload": history("reload", "reload"),
    "close": close,
    "see": see,
    "gone": gone,
    "see_row": see_row,
    "shown": shown,
    "enabled": enabled,
    "value": value,
    "read": read,
    "checkpoint": checkpoint,
    "ask": ask,
    "read_rows": read_rows,
}
"""Action key -> lines of a script."""
