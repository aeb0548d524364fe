"""What `playwright codegen --target python|python-async|python-pytest` writes, and what people make of it.

The file is parsed with `ast` and never run: only calls on pages and locators whose arguments are written out
are understood, everything else is remarked on.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from clerkwork.bots.imports.playwright_aims import aim_of
from clerkwork.bots.imports.script import Aim, Script
from clerkwork.bots.imports.xpaths import Part

NOT_WRITTEN_OUT = "its value is not written out in the file"
_FRAMEWORK = frozenset({"browser", "context", "playwright", "p"})


class _Unreadable(Exception):  # never leaves this module
    """Why a statement cannot be converted."""


@dataclass
class Reading:
    """The script so far; pages, what popups will be called, and the answer for the next dialog."""

    script: Script
    windows: dict[str, str] = field(default_factory=lambda: {"page": "main"})
    infos: dict[str, str] = field(default_factory=dict)
    dialogs: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Act:
    """A call at the end of a chain: `name(*args, **options)` on a target in a window."""

    line: int
    name: str
    args: tuple[Any, ...]
    options: dict[str, Any]
    window: str
    chain: tuple[Part, ...]
    aim: Aim | None


def read_python(text: str) -> Script:
    """Each statement converted or remarked on. Raises SyntaxError."""
    reading = Reading(Script())
    for statement in _routine(ast.parse(text), reading):
        _statement(reading, statement)
    return reading.script


def _routine(module: ast.Module, reading: Reading) -> list[ast.stmt]:
    """The body of the first function that drives a page; further ones are remarked on."""
    found: list[ast.stmt] = []
    for node in module.body:
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        _viewport(reading, node)
        if not any(isinstance(one, ast.Attribute) and one.attr == "goto" for one in ast.walk(node)):
            continue
        if found:
            reading.script.leave(node.lineno, node.name, "only the first routine of a file is imported")
        else:
            found = node.body
            reading.script.title = node.name.removeprefix("test_").replace("_", " ").capitalize()
    if reading.script.title in ("Run", "Example", "Main"):
        reading.script.title = ""
    return found or [one for one in module.body if isinstance(one, (ast.Expr, ast.Assign, ast.With))]


def _viewport(reading: Reading, node: ast.AST) -> None:
    for one in ast.walk(node):
        if isinstance(one, ast.Dict):
            try:
                told = ast.literal_eval(one)
            except ValueError:
                continue
            size = told.get("viewport") if isinstance(told.get("viewport"), dict) else told
            if {"width", "height"} <= set(size) and reading.script.viewport is None:
                reading.script.viewport = (int(size["width"]), int(size["height"]))


def _statement(reading: Reading, node: ast.stmt) -> None:
    try:
        if isinstance(node, (ast.With, ast.AsyncWith)):
            _with(reading, node)
        elif isinstance(node, ast.Expr):
            _expression(reading, _awaited(node.value))
        elif isinstance(node, ast.Assign):
            _assign(reading, node)
        elif not isinstance(node, (ast.Import, ast.ImportFrom, ast.Pass, ast.Return)):
            raise _Unreadable("only calls on pages and locators are understood")
    except _Unreadable as why:
        what = ast.unparse(node).splitlines()[0].split("(")[0]
        reading.script.leave(node.lineno, what, str(why))


def _with(reading: Reading, node: ast.With | ast.AsyncWith) -> None:
    """`with page.expect_popup() as page1_info:` and the like, around one act."""
    before = len(reading.script.drafts)
    for inner in node.body:
        _statement(reading, inner)
    for item in node.items:
        call = _awaited(item.context_expr)
        name = call.func.attr if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) else ""
        if len(reading.script.drafts) == before:
            raise _Unreadable("nothing inside it could be converted")
        keys = reading.script.drafts[-1].keys
        if name == "expect_popup":
            info = item.optional_vars.id if isinstance(item.optional_vars, ast.Name) else ""
            window = f"page{len(reading.windows) + len(reading.infos)}"
            window = info.removesuffix("_info") if info.endswith("_info") else window
            reading.infos[info] = keys["opens"] = window
        elif name == "expect_download":
            keys["download"] = {}
        elif name == "expect_navigation":
            keys["after"] = "navigation"
        elif name != "expect_file_chooser":
            raise _Unreadable(f"{name or 'this'} has no counterpart; what is inside it was converted")


def _assign(reading: Reading, node: ast.Assign) -> None:
    """`page1 = page1_info.value`, and the framework's own `page = context.new_page()`."""
    value, target = _awaited(node.value), node.targets[0]
    name = target.id if isinstance(target, ast.Name) else ""
    if isinstance(value, ast.Attribute) and value.attr == "value" and isinstance(value.value, ast.Name):
        if value.value.id in reading.infos:
            reading.windows[name] = reading.infos.pop(value.value.id)
        return
    if isinstance(value, ast.Call) and _root(value) in _FRAMEWORK:
        if (
            isinstance(value.func, ast.Attribute)
            and value.func.attr == "new_page"
            and name not in reading.windows
        ):
            reading.windows[name] = "main" if len(reading.windows) == 1 else name
        return
    raise _Unreadable("only calls on pages and locators are understood")


def _expression(reading: Reading, call: ast.expr) -> None:
    if isinstance(call, ast.Constant):
        return  # a docstring
    if not isinstance(call, ast.Call):
        raise _Unreadable("only calls on pages and locators are understood")
    if _root(call) in _FRAMEWORK:
        return
    if isinstance(call.func, ast.Attribute) and call.func.attr in ("once", "on"):
        _dialog(reading, call)
        return
    act = _act(reading, call)
    if act.name not in _ACTS:
        raise _Unreadable("there is no such step")
    before = len(reading.script.drafts)
    _ACTS[act.name](reading, act)
    if len(reading.script.drafts) > before and reading.dialogs:
        reading.script.drafts[-1].keys["dialogs"], reading.dialogs = reading.dialogs, []


def _dialog(reading: Reading, call: ast.Call) -> None:
    """`page.once("dialog", lambda dialog: dialog.dismiss())`, which codegen writes whatever was chosen."""
    event = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else ""
    answer = call.args[1].body if len(call.args) > 1 and isinstance(call.args[1], ast.Lambda) else None
    if event != "dialog" or not isinstance(answer, ast.Call) or not isinstance(answer.func, ast.Attribute):
        raise _Unreadable("only the answer to a dialog is understood")
    accepts = answer.func.attr == "accept"
    told: dict[str, Any] = {"type": "any", "answer": "accept" if accepts else "dismiss"}
    if accepts and answer.args:
        told["text"] = _value(answer.args[0])
    reading.dialogs.append(told)
    if not accepts:
        why = "codegen writes dismiss whatever was chosen; if it was accepted, write `answer: accept`"
        reading.script.doubt(call.lineno, "dialog", why)


def _act(reading: Reading, call: ast.Call) -> Act:
    if not isinstance(call.func, ast.Attribute):
        raise _Unreadable("only calls on pages and locators are understood")
    options = {one.arg: _value(one.value) for one in call.keywords if one.arg}
    owner, name = call.func.value, call.func.attr
    if isinstance(owner, ast.Call) and isinstance(owner.func, ast.Name) and owner.func.id == "expect":
        owner, name = owner.args[0], f"expect.{name}"
    window, chain = _chain(reading, owner)
    if any(part.kind == "unknown" for part in chain):
        raise _Unreadable("its locator cannot be said here")
    aim = aim_of(chain, upload=name == "set_input_files") if chain else None
    if chain and aim is None:
        raise _Unreadable("its locator cannot be said here")
    args = tuple(_argument(reading, name, one) for one in call.args)
    return Act(call.lineno, name, args, options, window, tuple(chain), aim)


def _argument(reading: Reading, name: str, node: ast.expr) -> Any:
    """A value, or the aim of the locator that something is dragged to."""
    return aim_of(_chain(reading, node)[1]) if name == "drag_to" else _value(node)


def _chain(reading: Reading, node: ast.expr) -> tuple[str, list[Part]]:
    """The window and the parts of `page.frame_locator(...).get_by_role(...).first`."""
    if isinstance(node, ast.Name):
        if node.id not in reading.windows:
            raise _Unreadable(f"{node.id} is no page that is known here")
        return reading.windows[node.id], []
    if isinstance(node, ast.Attribute):
        window, parts = _chain(reading, node.value)
        kind = {"first": "first", "last": "last", "content_frame": "frame", "keyboard": "keyboard"}.get(
            node.attr
        )
        return window, [*parts, Part(kind or "unknown")]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        window, parts = _chain(reading, node.func.value)
        return window, [*parts, *_parts(reading, node)]
    raise _Unreadable("its locator is not written out in the file")


def _parts(reading: Reading, call: ast.Call) -> list[Part]:
    assert isinstance(call.func, ast.Attribute)
    name = call.func.attr
    args = [_value(one) for one in call.args]
    options = {one.arg: one.value for one in call.keywords if one.arg}
    exact = bool(_value(options["exact"])) if "exact" in options else False
    first = args[0] if args else ""
    if name == "get_by_role":
        said = _value(options["name"]) if "name" in options else None
        return [Part("role", str(first), name=said, exact=exact)]
    if name == "get_by_test_id":
        return [Part("test_id", str(first))]
    if name in _GETTERS:
        return [Part(_GETTERS[name], str(first), exact=exact)]
    if name == "nth":
        return [Part("nth", index=int(first))]
    if name == "frame_locator":
        return [Part("css", str(first)), Part("frame")]
    if name in ("locator", "filter"):
        found = [Part("css", str(first))] if name == "locator" else []
        if "has_text" in options:
            found.append(Part("has_text", str(_value(options["has_text"]))))
        if "has" in options:
            found.append(Part("has", inner=tuple(_chain(reading, options["has"])[1])))
        return found if not {"has_not", "has_not_text", "visible"} & set(options) else [Part("unknown")]
    return [Part("unknown")]


_GETTERS = {
    "get_by_text": "text",
    "get_by_label": "label",
    "get_by_placeholder": "placeholder",
    "get_by_title": "title",
    "get_by_alt_text": "alt",
}


def _value(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except ValueError:
        raise _Unreadable(NOT_WRITTEN_OUT) from None


def _awaited(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.Await) else node


def _root(node: ast.expr) -> str:
    while isinstance(node, (ast.Call, ast.Attribute, ast.Await)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _goto(reading: Reading, act: Act) -> None:
    reading.script.add(act.line, "open", window=act.window, url=str(act.args[0]))


def _close(reading: Reading, act: Act) -> None:
    if act.window != "main":
        reading.script.add(act.line, "close", window=act.window)


def _click(reading: Reading, act: Act) -> None:
    keys: dict[str, Any] = {}
    count = 2 if act.name == "dblclick" else int(act.options.get("click_count", 1))
    if count > 1:
        keys["count"] = min(count, 3)
    if act.options.get("button", "left") != "left":
        keys["button"] = act.options["button"]
    if act.options.get("modifiers"):
        keys["modifiers"] = [_key(one) for one in act.options["modifiers"]]
    if act.options.get("position"):
        reading.script.doubt(act.line, act.name, "the place inside the element is not carried over")
    reading.script.add(act.line, "click", _needed(act), window=act.window, **keys)


def _fill(reading: Reading, act: Act) -> None:
    text = "" if act.name == "clear" else str(act.args[0])
    reading.script.add(act.line, "fill", _needed(act), window=act.window, with_=text)


def _press(reading: Reading, act: Act) -> None:
    on_page = [part.kind for part in act.chain] == ["keyboard"]
    reading.script.add(
        act.line, "press", None if on_page else _needed(act), window=act.window, key=_key(act.args[0])
    )


def _key(chord: str) -> str:
    return str(chord).replace("ControlOrMeta", "Control")


def _select(reading: Reading, act: Act) -> None:
    match = "label" if "label" in act.options else "value"
    if "index" in act.options:
        raise _Unreadable("an entry is chosen by its label or value, not by its place")
    chosen = act.options.get(match, act.args[0] if act.args else [])
    reading.script.add(act.line, "select", _needed(act), window=act.window, choose=chosen, match=match)


def _upload(reading: Reading, act: Act) -> None:
    given = act.args[0] if act.args else act.options.get("files", [])
    files = [given] if isinstance(given, str) else list(given)
    reading.script.add(
        act.line, "upload", _needed(act), window=act.window, files=[f"files/{one}" for one in files]
    )


def _tick(action: str) -> Callable[[Reading, Act], None]:
    return lambda reading, act: _added(reading, act, action)


def _added(reading: Reading, act: Act, action: str) -> None:
    reading.script.add(act.line, action, _needed(act), window=act.window)


def _drag(reading: Reading, act: Act) -> None:
    if not act.args or act.args[0] is None:
        raise _Unreadable("its locator cannot be said here")
    if act.options:
        reading.script.doubt(act.line, act.name, "the places inside the elements are not carried over")
    reading.script.add(act.line, "drag", _needed(act), window=act.window, to=act.args[0])


def _history(action: str) -> Callable[[Reading, Act], None]:
    def read(reading: Reading, act: Act) -> None:
        reading.script.add(act.line, action, window=act.window)

    return read


def _set_checked(reading: Reading, act: Act) -> None:
    _added(reading, act, "check" if act.args[0] else "uncheck")


def _expect_text(reading: Reading, act: Act) -> None:
    reading.script.add(act.line, "see", _needed(act), window=act.window, text=str(act.args[0]))


def _expect_value(reading: Reading, act: Act) -> None:
    reading.script.add(act.line, "value", _needed(act), window=act.window, is_=str(act.args[0]))


def _expect_checked(held: str) -> Callable[[Reading, Act], None]:
    def read(reading: Reading, act: Act) -> None:
        reading.script.add(act.line, "value", _needed(act), window=act.window, is_=held)

    return read


def _expect_seen(action: str) -> Callable[[Reading, Act], None]:
    def read(reading: Reading, act: Act) -> None:
        if [part.kind for part in act.chain if part.kind not in ("first", "frame")][-1:] != ["text"]:
            raise _Unreadable(f"there is no such check; add a `{action}` step with a text")
        text = next(part.value for part in act.chain if part.kind == "text")
        reading.script.add(act.line, action, window=act.window, text=text)

    return read


def _needed(act: Act) -> Aim:
    if act.aim is None:
        raise _Unreadable("it names no element")
    return act.aim


def _nothing(reading: Reading, act: Act) -> None:
    """What a bot does by itself: it waits for the page."""


_ACTS: dict[str, Callable[[Reading, Act], None]] = {
    "goto": _goto,
    "close": _close,
    "click": _click,
    "dblclick": _click,
    "fill": _fill,
    "type": _fill,
    "press_sequentially": _fill,
    "clear": _fill,
    "press": _press,
    "hover": _tick("hover"),
    "drag_to": _drag,
    "go_back": _history("back"),
    "go_forward": _history("forward"),
    "reload": _history("reload"),
    "check": _tick("check"),
    "uncheck": _tick("uncheck"),
    "set_checked": _set_checked,
    "select_option": _select,
    "set_input_files": _upload,
    "set_viewport_size": _nothing,
    "wait_for": _nothing,
    "wait_for_load_state": _nothing,
    "expect.to_be_visible": _expect_seen("see"),
    "expect.not_to_be_visible": _expect_seen("gone"),
    "expect.to_be_hidden": _expect_seen("gone"),
    "expect.to_contain_text": _expect_text,
    "expect.to_have_text": _expect_text,
    "expect.to_have_value": _expect_value,
    "expect.to_be_checked": _expect_checked("true"),
    "expect.not_to_be_checked": _expect_checked("false"),
}
