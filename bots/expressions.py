"""Texts with {{ expressions }} in them, such as "{{ inputs.device }}/{{ inputs.employee }}".

An expression is Jinja2's, cut down to what `clerkwork.bots.sandbox` allows: values of the roots
inputs, secrets, outputs, item, run and today, compared, counted and shaped. There are no statements.
Values of a mapping root are always named (`inputs.device`, `item["Invoice no"]`), so that reading the
text tells which inputs and secrets it uses.

    render("{{ inputs.days }} days", {"inputs": {"days": 7}})    -> "7 days"
    value("{{ inputs.days }}", {"inputs": {"days": 7}})          -> 7
    names("{{ inputs.days }} days")                              -> {("inputs", "days")}

Messages name the expression and what is wrong with it, never a value that went into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NoReturn

from jinja2 import TemplateSyntaxError, Undefined, UndefinedError, nodes
from jinja2.environment import TemplateExpression
from jinja2.exceptions import SecurityError

from clerkwork.bots.errors import ExpressionInvalid
from clerkwork.bots.sandbox import FILTERS, MAX_LENGTH, METHODS, TESTS, Sandbox, TooLarge

ROOTS = ("inputs", "secrets", "outputs", "item", "run", "today")
"""What an expression may start from; all but `today` (a date) are mappings."""

MAX_TEXT = 100_000
MAX_EXPRESSIONS = 200
MAX_NODES = 300
MAX_DEPTH = 40

_MARKS = re.compile(r"\{\{|\{%|\{#")
_SANDBOX = Sandbox()
_MISFITS = (
    AttributeError,
    TypeError,
    ValueError,
    OverflowError,
    LookupError,
    ArithmeticError,
    RecursionError,
    MemoryError,
)
_FILTER_NAMES = frozenset({*FILTERS, "default", "d"})
_PLAIN: tuple[type[nodes.Node], ...] = (
    *(nodes.Const, nodes.List, nodes.Tuple, nodes.Compare, nodes.Operand, nodes.CondExpr, nodes.Concat),
    *(nodes.And, nodes.Or, nodes.Not, nodes.Neg, nodes.Pos, nodes.Slice),
    *(nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow),
)


@dataclass(frozen=True)
class Expression:
    """One {{ expression }} of a text, checked and compiled."""

    source: str
    evaluate: TemplateExpression
    uses: frozenset[tuple[str, str | None]]


def render(text: str, scope: Mapping[str, Any]) -> str:
    """The text with every expression replaced by its value.

    `scope` holds a value for each root that the text uses. True and False become "true" and "false",
    None becomes "", a date its ISO form. Raises ExpressionInvalid.
    """
    result = "".join(part if isinstance(part, str) else _text_of(part, scope) for part in parse(text))
    if len(result) > MAX_LENGTH:
        raise ExpressionInvalid(f"the text {_quote(text)} grows beyond {MAX_LENGTH:,} characters")
    return result


def value(text: str, scope: Mapping[str, Any]) -> Any:
    """The value with its own type when the whole text is one expression, else the rendered text."""
    parts = [part for part in parse(text) if not (isinstance(part, str) and not part.strip())]
    if len(parts) == 1 and isinstance(parts[0], Expression):
        return _evaluate(parts[0], scope)
    return render(text, scope)


def true(text: str, scope: Mapping[str, Any]) -> bool:
    """Whether the text holds: empty, zero, nothing and the word false do not, all else does."""
    found = value(text, scope)
    if isinstance(found, str):
        return found.strip().lower() not in ("", "false")
    return bool(found)


def names(text: str) -> set[tuple[str, str | None]]:
    """What the text uses, found without evaluating it: {("inputs", "days"), ("today", None)}."""
    return {use for part in parse(text) if isinstance(part, Expression) for use in part.uses}


def holds_secret(text: str) -> tuple[str, ...]:
    """Names of the secrets whose values would be in the rendered text, sorted."""
    return tuple(sorted(name for root, name in names(text) if root == "secrets" and name))


def literal(text: str) -> str:
    """A text that renders as exactly `text`, even if that holds {{ or {%."""
    return _MARKS.sub(lambda mark: "{{ '" + mark.group() + "' }}", text)


def parse(text: str) -> tuple[str | Expression, ...]:
    """The text as literal pieces and checked expressions, in order. Raises ExpressionInvalid."""
    found = _parse_once(text)
    if isinstance(found, str):
        raise ExpressionInvalid(found)
    return found


@lru_cache(maxsize=4096)
def _parse_once(text: str) -> tuple[str | Expression, ...] | str:
    """The parts, or what is wrong: a bad text is asked about as often as a good one."""
    try:
        return _parse(text)
    except ExpressionInvalid as invalid:
        return str(invalid)


def _parse(text: str) -> tuple[str | Expression, ...]:
    if not _MARKS.search(text):
        return (text,)
    if len(text) > MAX_TEXT:
        raise ExpressionInvalid(
            f"a text with expressions may have {MAX_TEXT:,} characters, this has {len(text):,}"
        )
    try:
        sources = _sources(text)
        tree = _SANDBOX.parse(text)
        return tuple(_part(node, sources) for node in _outputs(tree))
    except TemplateSyntaxError as error:
        _refuse(text, f"cannot be read: {_plain_syntax(error)}")
    except (RecursionError, ValueError, OverflowError, MemoryError, SyntaxError):
        _refuse(text, "is nested too deeply or holds a number that is too long")


def _sources(text: str) -> Iterator[str]:
    """The source of each expression in order; refuses statements and comments on the way."""
    found: list[str] = []
    inside: list[str] | None = None
    for _, kind, piece in _SANDBOX.lex(text):
        if kind in ("block_begin", "comment_begin", "raw_begin"):
            _refuse(
                text,
                f"holds {piece.strip()}; only {{{{ }}}} is allowed, write {{{{ '{piece[:2]}' }}}} for these signs",
            )
        if kind == "variable_begin":
            inside = []
        elif kind == "variable_end":
            found.append("".join(inside or ()).strip())
            inside = None
        elif inside is not None:
            inside.append(piece)
        if len(found) > MAX_EXPRESSIONS:
            _refuse(text, f"is one of more than {MAX_EXPRESSIONS} in this text; split it")
    return iter(found)


def _outputs(tree: nodes.Template) -> Iterator[nodes.Node]:
    for output in tree.body:
        yield from output.iter_child_nodes()


def _part(node: nodes.Node, sources: Iterator[str]) -> str | Expression:
    if isinstance(node, nodes.TemplateData):
        return node.data
    source = next(sources)
    check = _Check(source)
    check.visit(node, 0)
    compiled = nodes.Template([nodes.Assign(nodes.Name("result", "store"), node, lineno=1)], lineno=1)
    template = _SANDBOX.from_string(compiled)
    return Expression(source, TemplateExpression(template, undefined_to_none=False), frozenset(check.uses))


class _Check:
    """Walks one expression, refuses what is not allowed, and collects the names that it uses."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.uses: set[tuple[str, str | None]] = set()
        self.count = 0

    def visit(self, node: nodes.Node, depth: int) -> None:
        self.count += 1
        if depth > MAX_DEPTH or self.count > MAX_NODES:
            _refuse(self.source, "is too long or too deeply nested; split it")
        visit = getattr(self, f"_{type(node).__name__.lower()}", None)
        if visit:
            visit(node)
        elif not isinstance(node, _PLAIN):
            _refuse(self.source, f"uses {type(node).__name__.lower()}, which is not allowed")
        owner = node.node if isinstance(node, (nodes.Getattr, nodes.Getitem)) else None
        for child in node.iter_child_nodes():
            if child is not owner or not isinstance(owner, nodes.Name):
                self.visit(child, depth + 1)

    def _name(self, node: nodes.Name) -> None:
        if node.name not in ROOTS:
            _refuse(self.source, f"names {node.name!r}; an expression starts from {', '.join(ROOTS)}")
        if node.name != "today":
            _refuse(self.source, f"uses {node.name} as a whole; name one value, as in {node.name}.example")
        self.uses.add(("today", None))

    def _getattr(self, node: nodes.Getattr) -> None:
        self._entry(node.node, node.attr)

    def _getitem(self, node: nodes.Getitem) -> None:
        key = node.arg.value if isinstance(node.arg, nodes.Const) else None
        if isinstance(node.node, nodes.Name) and not isinstance(key, str):
            self._name(node.node)
        if isinstance(key, str):
            self._entry(node.node, key)

    def _entry(self, owner: nodes.Expr, name: str) -> None:
        if name.startswith("_"):
            _refuse(self.source, f"asks for {name!r}; names that start with _ are not allowed")
        if not isinstance(owner, nodes.Name):
            return
        if owner.name not in ROOTS:
            self._name(owner)
        self.uses.add((owner.name, None if owner.name == "today" else name))

    def _call(self, node: nodes.Call) -> None:
        method = node.node.attr if isinstance(node.node, nodes.Getattr) else None
        if method not in METHODS or node.kwargs or node.dyn_args or node.dyn_kwargs:
            _refuse(self.source, f"calls {method or 'a function'}; allowed are {', '.join(sorted(METHODS))}")

    def _filter(self, node: nodes.Filter) -> None:
        if node.name not in _FILTER_NAMES or node.dyn_args or node.dyn_kwargs:
            _refuse(
                self.source, f"uses the filter {node.name!r}; allowed are {', '.join(sorted(_FILTER_NAMES))}"
            )

    def _test(self, node: nodes.Test) -> None:
        if node.name not in TESTS:
            _refuse(self.source, f"uses the test {node.name!r}; allowed are {', '.join(sorted(TESTS))}")

    def _keyword(self, node: nodes.Keyword) -> None:
        """The arguments of a filter may be named."""


def _text_of(part: Expression, scope: Mapping[str, Any]) -> str:
    found = _evaluate(part, scope)
    if isinstance(found, bool):
        return str(found).lower()
    return "" if found is None else str(found)


def _evaluate(part: Expression, scope: Mapping[str, Any]) -> Any:
    found, wrong = _attempt(part, scope)
    if wrong:  # raised here, outside any `except`, so that no context carries a value along
        _refuse(part.source, wrong)
    return found


def _attempt(part: Expression, scope: Mapping[str, Any]) -> tuple[Any, str]:
    """The value and "", or None and what is wrong."""
    try:
        found = part.evaluate(**{root: scope[root] for root, _ in part.uses if root in scope})
    except UndefinedError:
        return None, _missing(part, scope)
    except TooLarge:
        return None, f"makes a value beyond {MAX_LENGTH:,} characters or 1,200 digits"
    except SecurityError:
        return None, "does what is not allowed"
    except ZeroDivisionError:
        return None, "divides by zero"
    except _MISFITS as error:
        return None, f"does not work with the values of this run ({type(error).__name__})"
    if isinstance(found, Undefined) or callable(found):
        return None, _missing(part, scope)
    return found, ""


def _missing(part: Expression, scope: Mapping[str, Any]) -> str:
    for root, name in sorted(part.uses, key=str):
        if root not in scope or (name is not None and name not in (scope[root] or ())):
            return f"needs {root}{'.' + name if name else ''}, which has no value here"
    return "asks a value for something that it does not have"


def _plain_syntax(error: TemplateSyntaxError) -> str:
    return (error.message or "syntax error").rstrip(".").replace("\n", " ")


def _refuse(source: str, what: str) -> NoReturn:
    raise ExpressionInvalid(f"the expression {_quote(source)} {what}") from None


def _quote(text: str) -> str:
    short = " ".join(text.split())
    return repr(short if len(short) <= 120 else f"{short[:117]}...")
