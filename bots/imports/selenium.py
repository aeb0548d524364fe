"""Projects of Selenium IDE: `.side`, JSON with `url` and `tests`, each with `commands`.

The commands are those of https://www.selenium.dev/selenium-ide/docs/en/api/commands; `targets` holds further
locators of the same element, as pairs of locator and kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urljoin

from clerkwork.bots.imports.aims import merged, of_css, of_link_text, of_name, of_xpath
from clerkwork.bots.imports.located_json import Located
from clerkwork.bots.imports.script import Aim, Draft, Script
from clerkwork.bots.naming import snake
from clerkwork.selectors.identity import ANY_TAG
from clerkwork.selectors.target import FrameStep

_KEY = re.compile(r"\$\{KEY_(\w+)\}")
_KEYS = {
    "ESC": "Escape", "DEL": "Delete", "CTRL": "Control", "LEFT": "ArrowLeft", "RIGHT": "ArrowRight",
    "UP": "ArrowUp", "DOWN": "ArrowDown", "PAGE_UP": "PageUp", "PAGE_DOWN": "PageDown", "BKSP": "Backspace",
    "INS": "Insert",
}  # fmt: skip
_OPENS_BLOCK = frozenset({"if", "while", "times", "forEach", "do"})
_INSIDE_BLOCK = frozenset({"else", "elseIf"})


@dataclass
class Reading:
    """The script so far, and where the commands stand: window, frame, open blocks, what is to be answered."""

    script: Script
    url: str
    window: str = "main"
    frame: tuple[FrameStep, ...] = ()
    handles: dict[str, str] = field(default_factory=dict)
    blocks: int = 0
    answers: list[dict[str, Any]] = field(default_factory=list)


def read_selenium(project: Located) -> Script:
    """The first test of the project; further ones are remarked on."""
    tests = [one for one in project.get("tests", []) if isinstance(one, Located)]
    reading = Reading(
        Script(title=str((tests[0] if tests else project).get("name") or "")), str(project.get("url", ""))
    )
    for command in tests[0].get("commands", []) if tests else []:
        if isinstance(command, Located):
            _read(reading, command)
    for other in tests[1:]:
        reading.script.leave(
            other.line, f"test {other.get('name')!r}", "only the first test of a project is imported"
        )
    return reading.script


def _read(reading: Reading, command: Located) -> None:
    name = str(command.get("command", ""))
    leave = reading.script.leave
    if name.startswith("//"):
        leave(command.line, name.strip("/ "), "it is switched off")
    elif name in _OPENS_BLOCK:
        reading.blocks += 1
        leave(command.line, name, "a bot has no loops or branches; give the step a `when:`")
    elif name == "end" or name == "repeatIf":
        reading.blocks -= 1
    elif reading.blocks > 0 or name in _INSIDE_BLOCK:
        leave(command.line, name, "it stands inside a loop or branch")
    elif name in _LEFT or name not in _READERS:
        leave(command.line, name, _LEFT.get(name, "there is no such step"))
    elif "${" in _KEY.sub("", str(command.get("value", ""))) and name not in (
        "storeWindowHandle",
        "selectWindow",
    ):
        leave(command.line, name, "it uses a variable; make it an input of the bot")
    else:
        _READERS[name](reading, command)


def _open(reading: Reading, command: Located) -> None:
    reading.frame = ()
    reading.script.add(
        command.line, "open", window=reading.window, url=urljoin(reading.url, str(command.get("target", "")))
    )


def _window_size(reading: Reading, command: Located) -> None:
    size = re.fullmatch(r"(\d+)x(\d+)", str(command.get("target", "")))
    if size and reading.script.viewport is None:
        reading.script.viewport = (int(size[1]), int(size[2]))
    else:
        reading.script.leave(command.line, "setWindowSize", "a bot has one size of window")


def _click(reading: Reading, command: Located) -> None:
    count = {"count": 2} if command["command"].startswith("double") else {}
    _act(reading, command, "click", **count)


def _type(reading: Reading, command: Located) -> None:
    aim = _aim(reading, command)
    if aim and aim.type == "file":
        reading.script.leave(command.line, "type", "record the upload, or add an `upload` step with the file")
        return
    _act(reading, command, "fill", with_=str(command.get("value", "")))


def _send_keys(reading: Reading, command: Located) -> None:
    """Text and keys in their order."""
    value = str(command.get("value", ""))
    typed = _KEY.split(value)
    for at, piece in enumerate(typed):
        if at % 2:
            key = _KEYS.get(piece, piece.title().replace("_", ""))
            _act(reading, command, "press", key=key)
        elif piece:
            _act(reading, command, "fill", with_=piece)


def _select(reading: Reading, command: Located) -> None:
    how, _, what = str(command.get("value", "")).partition("=")
    if how not in ("label", "value") or what.startswith(("regexp:", "glob:")):
        reading.script.leave(
            command.line, "select", f"an entry is chosen by its label or value, not by {how or 'nothing'}"
        )
        return
    _act(reading, command, "select", choose=what, **({"match": "value"} if how == "value" else {}))


def _drag(reading: Reading, command: Located) -> None:
    goal = _locator(str(command.get("value", "")))
    if goal is None:
        reading.script.leave(command.line, "dragAndDropToObject", "none of its locators can be used here")
        return
    _act(reading, command, "drag", to=goal.within(reading.frame))


def _act(reading: Reading, command: Located, action: str, **keys: Any) -> None:
    aim = _aim(reading, command)
    if aim is None:
        reading.script.leave(command.line, str(command["command"]), "none of its locators can be used here")
        return
    if action == "select":
        aim = replace(aim, tag="select") if aim.tag == ANY_TAG else aim
    if command.get("opensWindow"):
        name = snake(str(command.get("windowHandleName") or "window")) or "window"
        reading.handles[str(command.get("windowHandleName"))] = keys["opens"] = name
    if reading.answers:
        keys["dialogs"], reading.answers = reading.answers, []
    reading.script.add(command.line, action, aim, window=reading.window, **keys)


def _assert(action: str, value: str | None = None) -> Callable[[Reading, Located], None]:
    def read(reading: Reading, command: Located) -> None:
        aim, wanted = _aim(reading, command), str(command.get("value", "")) if value is None else value
        if aim is None:
            reading.script.leave(
                command.line, str(command["command"]), "none of its locators can be used here"
            )
        elif action == "see":
            reading.script.add(command.line, "see", aim, window=reading.window, text=wanted)
        else:
            reading.script.add(command.line, "value", aim, window=reading.window, is_=wanted)

    return read


def _store_handle(reading: Reading, command: Located) -> None:
    reading.handles[str(command.get("target"))] = reading.window


def _select_window(reading: Reading, command: Located) -> None:
    handle = re.fullmatch(r"handle=\$\{(\w+)\}", str(command.get("target", "")))
    if handle and handle[1] in reading.handles:
        reading.window, reading.frame = reading.handles[handle[1]], ()
    else:
        reading.script.leave(command.line, "selectWindow", "no command before it opens or names that window")


def _select_frame(reading: Reading, command: Located) -> None:
    how, _, what = str(command.get("target", "")).partition("=")
    if how == "relative":
        reading.frame = () if what == "top" else reading.frame[:-1]
        return
    step = _frame_step(how, what)
    if step is None:
        reading.script.leave(command.line, "selectFrame", "a frame is found by name, id, title or index here")
        step = FrameStep()
    reading.frame = (*reading.frame, step)


def _frame_step(how: str, what: str) -> FrameStep | None:
    if how == "index":
        return FrameStep(index=int(what))
    if how in ("name", "id"):
        return FrameStep.model_validate({how: what})
    named = re.search(r"\[@?(name|id|title)=[\"']?([^\"'\]]+)", what)
    return FrameStep.model_validate({named[1]: named[2]}) if named else None


def _close(reading: Reading, command: Located) -> None:
    if reading.window != "main":
        reading.script.add(command.line, "close", window=reading.window)
        reading.window = "main"


def _will_answer(kind: str, answer: str) -> Callable[[Reading, Located], None]:
    """A dialog that the next act raises."""

    def read(reading: Reading, command: Located) -> None:
        text = {"text": str(command.get("target"))} if kind == "prompt" and answer == "accept" else {}
        reading.answers.append({"type": kind, "answer": answer, **text})

    return read


def _answered(kind: str, answer: str | None) -> Callable[[Reading, Located], None]:
    """A dialog that the act before has raised; `answer` None: only its words are checked."""

    def read(reading: Reading, command: Located) -> None:
        act = _last_act(reading.script)
        if act is None:
            reading.script.leave(command.line, str(command["command"]), "no step before it raises a dialog")
            return
        dialogs = act.keys.setdefault("dialogs", [])
        mine = next((one for one in dialogs if one["type"] == kind), None)
        if mine is None:
            mine = {"type": kind}
            dialogs.append(mine)
        if answer is None:
            mine["message"] = str(command.get("target", ""))
        else:
            mine["answer"] = answer
            if kind == "prompt" and answer == "accept":
                mine["text"] = str(command.get("target", ""))

    return read


def _last_act(script: Script) -> Draft | None:
    return next(
        (one for one in reversed(script.drafts) if one.action in ("click", "press", "select", "fill")), None
    )


def _aim(reading: Reading, command: Located) -> Aim | None:
    """Candidates of the target and of all other targets; a tag that one of them tells serves all."""
    locators = [str(command.get("target", "")), *(str(one[0]) for one in command.get("targets") or [] if one)]
    aims = [aim for locator in dict.fromkeys(locators) if (aim := _locator(locator))]
    tag = next((aim.tag for aim in aims if aim.tag != ANY_TAG), None)
    if tag:
        aims = [aim for locator in dict.fromkeys(locators) if (aim := _locator(locator, tag))]
    aim = merged(aims)
    return aim.within(reading.frame) if aim else None


def _locator(locator: str, tag: str | None = None) -> Aim | None:
    how, equals, what = locator.partition("=")
    if locator.startswith(("/", "(")):
        return of_xpath(locator)
    if how == "id" and equals:
        return of_css("#" + re.sub(r"([^\w-])", r"\\\1", what))
    if how == "name":
        return of_name(what, tag)
    if how == "css":
        return of_css(what)
    if how == "xpath":
        return of_xpath(what)
    if how in ("linkText", "link", "partialLinkText"):
        return of_link_text(what, whole=how != "partialLinkText")
    return None


_READERS: dict[str, Callable[[Reading, Located], None]] = {
    "open": _open,
    "setWindowSize": _window_size,
    "click": _click,
    "clickAt": _click,
    "doubleClick": _click,
    "doubleClickAt": _click,
    "type": _type,
    "sendKeys": _send_keys,
    "select": _select,
    "mouseOver": lambda reading, command: _act(reading, command, "hover"),
    "dragAndDropToObject": _drag,
    "check": lambda reading, command: _act(reading, command, "check"),
    "uncheck": lambda reading, command: _act(reading, command, "uncheck"),
    "assertText": _assert("see"),
    "verifyText": _assert("see"),
    "waitForText": _assert("see"),
    "assertValue": _assert("value"),
    "verifyValue": _assert("value"),
    "assertSelectedLabel": _assert("value"),
    "verifySelectedLabel": _assert("value"),
    "assertChecked": _assert("value", "true"),
    "verifyChecked": _assert("value", "true"),
    "assertNotChecked": _assert("value", "false"),
    "verifyNotChecked": _assert("value", "false"),
    "storeWindowHandle": _store_handle,
    "selectWindow": _select_window,
    "selectFrame": _select_frame,
    "close": _close,
    "chooseOkOnNextConfirmation": _will_answer("confirm", "accept"),
    "chooseCancelOnNextConfirmation": _will_answer("confirm", "dismiss"),
    "answerOnNextPrompt": _will_answer("prompt", "accept"),
    "chooseCancelOnNextPrompt": _will_answer("prompt", "dismiss"),
    "webdriverChooseOkOnVisibleConfirmation": _answered("confirm", "accept"),
    "webdriverChooseCancelOnVisibleConfirmation": _answered("confirm", "dismiss"),
    "webdriverAnswerOnVisiblePrompt": _answered("prompt", "accept"),
    "webdriverChooseCancelOnVisiblePrompt": _answered("prompt", "dismiss"),
    "assertAlert": _answered("alert", None),
    "assertConfirmation": _answered("confirm", None),
    "assertPrompt": _answered("prompt", None),
}
_SCRIPT = "a bot runs no scripts of its own"
_WAITS = "each step waits for its own target anyway"
_MOUSE = "it is a part of a movement; record the drag or the click as a whole"
_LEFT = {
    "echo": "it changes nothing",
    "pause": "a bot waits for what the page does, not for a time",
    "setSpeed": "a bot waits for what the page does, not for a time",
    "runScript": _SCRIPT,
    "executeScript": _SCRIPT,
    "executeAsyncScript": _SCRIPT,
    "run": "it runs another test; import that one on its own",
    "mouseOut": _MOUSE,
    "mouseDown": _MOUSE,
    "mouseDownAt": _MOUSE,
    "mouseUp": _MOUSE,
    "mouseUpAt": _MOUSE,
    "mouseMove": _MOUSE,
    "mouseMoveAt": _MOUSE,
    "assertTitle": "a bot checks what a person can read in the page",
    "verifyTitle": "a bot checks what a person can read in the page",
    "waitForElementVisible": _WAITS,
    "waitForElementPresent": _WAITS,
    "waitForElementEditable": _WAITS,
    "waitForElementNotVisible": "there is no such check; add a `gone` step with a text",
    "waitForElementNotPresent": "there is no such check; add a `gone` step with a text",
    "assertElementPresent": "there is no such check; add a `see` step with a text",
    "verifyElementPresent": "there is no such check; add a `see` step with a text",
    "assertElementNotPresent": "there is no such check; add a `gone` step with a text",
    "verifyElementNotPresent": "there is no such check; add a `gone` step with a text",
    "addSelection": "record the whole choice, or give `select` the list of labels",
    "removeSelection": "record the whole choice, or give `select` the list of labels",
}
