"""Texts with {{ expressions }} as Python source.

inputs.device -> DEVICE      secrets.rentals_password -> RENTALS_PASSWORD
outputs.loan  -> loan        today                    -> date.today()
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from jinja2 import Environment, nodes

from clerkwork.bots.bot import Bot
from clerkwork.bots.errors import NotExportable
from clerkwork.bots.expressions import Expression, parse

_PLAIN = Environment(autoescape=False)  # noqa: S701  (only parses; nothing is rendered)
_COMPARISONS = {
    "eq": "==",
    "ne": "!=",
    "gt": ">",
    "gteq": ">=",
    "lt": "<",
    "lteq": "<=",
    "in": "in",
    "notin": "not in",
}
_FILTERS: dict[str, str] = {
    "upper": "{0}.upper()",
    "lower": "{0}.lower()",
    "title": "{0}.title()",
    "capitalize": "{0}.capitalize()",
    "trim": "{0}.strip()",
    "urlencode": "quote(str({0}), safe='')",
    "replace": "{0}.replace({1}, {2})",
    "join": "{1}.join({0})",
    "date": "{0}.strftime({1})",
    "add_days": "({0} + timedelta(days={1}))",
    "int": "int({0})",
    "float": "float({0})",
    "number": "float({0})",
    "abs": "abs({0})",
    "length": "len({0})",
    "first": "{0}[0]",
    "last": "{0}[-1]",
    "string": "str({0})",
}


def quoted(text: str) -> str:
    """A Python string in double quotes, as formatters write it."""
    return json.dumps(text, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\x7f", "\\x7f")


@dataclass
class Sources:
    """Turns texts into source; `imports` are the lines that what was made needs."""

    bot: Bot
    imports: set[str] = field(default_factory=set)

    def text(self, text: str, *, before: str = "") -> str:
        """Source of a str. `before` is the name of a variable that the text goes on from."""
        parts = parse(text)
        if not before and all(isinstance(part, str) for part in parts):
            return quoted("".join(map(str, parts)))
        if not before and len(parts) == 1 and isinstance(parts[0], Expression):
            return self._single(parts[0])
        made = [quoted(part) if isinstance(part, str) else self.expression(part) for part in parts]
        if any('"' in piece for piece, part in zip(made, parts, strict=True) if isinstance(part, Expression)):
            # an f-string of Python 3.11 holds no quotes of its own kind
            apart = [
                one if isinstance(part, str) else f"str({one})" for one, part in zip(made, parts, strict=True)
            ]
            return " + ".join([*([before] if before else []), *apart])
        pieces = [
            _inside(part) if isinstance(part, str) else "{" + one + "}"
            for one, part in zip(made, parts, strict=True)
        ]
        return 'f"' + ("{" + before + "}" if before else "") + "".join(pieces) + '"'

    def value(self, text: str) -> str:
        """Source of a value with its own type, as in `when`."""
        parts = [part for part in parse(text) if not (isinstance(part, str) and not part.strip())]
        if len(parts) == 1 and isinstance(parts[0], Expression):
            return self.expression(parts[0])
        return self.text(text)

    def expression(self, part: Expression) -> str:
        source = part.source
        output = _PLAIN.parse("{{ " + source + " }}").body[0]
        assert isinstance(output, nodes.Output)
        return self._node(output.nodes[0], source)

    def _single(self, part: Expression) -> str:
        source = self.expression(part)
        used = next(iter(part.uses), ("", None))
        declared = self.bot.inputs.get(str(used[1])) if used[0] == "inputs" else None
        plain = re.fullmatch(r"inputs\.\w+|secrets\.\w+", part.source)
        if plain and (used[0] == "secrets" or (declared and declared.type in ("text", "file", "date"))):
            return source
        if declared and declared.type == "boolean":
            return f"str({source}).lower()"
        return f"str({source})"

    def _node(self, node: nodes.Node, source: str) -> str:
        make = _NODES.get(type(node).__name__)
        if make is None:
            raise _unknown(source)
        return make(self, node, source)

    def _name(self, node: nodes.Node, source: str) -> str:
        if isinstance(node, nodes.Name) and node.name == "today":
            self.imports.add("from datetime import date, timedelta")
            return "date.today()"
        raise _unknown(source)

    def _attribute(self, node: nodes.Node, source: str) -> str:
        assert isinstance(node, (nodes.Getattr, nodes.Getitem))
        key = node.attr if isinstance(node, nodes.Getattr) else getattr(node.arg, "value", None)
        owner = node.node.name if isinstance(node.node, nodes.Name) else None
        if owner in ("inputs", "secrets") and isinstance(key, str):
            return key.upper()
        if owner == "outputs" and isinstance(key, str):
            return key
        if isinstance(node, nodes.Getattr) and owner in (None, "today"):
            return f"{self._node(node.node, source)}.{node.attr}"
        if owner is None and key is not None:
            return f"{self._node(node.node, source)}[{key!r}]"
        if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Slice):
            return f"{self._node(node.node, source)}[{self._slice(node.arg, source)}]"
        raise _unknown(source)

    def _slice(self, node: nodes.Slice, source: str) -> str:
        ends = (node.start, node.stop, *([node.step] if node.step else []))
        return ":".join("" if end is None else self._node(end, source) for end in ends)

    def _filter(self, node: nodes.Node, source: str) -> str:
        assert isinstance(node, nodes.Filter)
        form = _FILTERS.get(node.name)
        if form is None or node.node is None or node.kwargs:
            raise _unknown(source)
        if "quote(" in form:
            self.imports.add("from urllib.parse import quote")
        return form.format(self._node(node.node, source), *(self._node(one, source) for one in node.args))

    def _binary(self, node: nodes.Node, source: str) -> str:
        assert isinstance(node, nodes.BinExpr)
        return f"({self._node(node.left, source)} {node.operator} {self._node(node.right, source)})"

    def _compare(self, node: nodes.Node, source: str) -> str:
        assert isinstance(node, nodes.Compare)
        pairs = (f"{_COMPARISONS[one.op]} {self._node(one.expr, source)}" for one in node.ops)
        return f"{self._node(node.expr, source)} {' '.join(pairs)}"

    def _call(self, node: nodes.Node, source: str) -> str:
        assert isinstance(node, nodes.Call)
        return f"{self._node(node.node, source)}({', '.join(self._node(one, source) for one in node.args)})"

    def _choice(self, node: nodes.Node, source: str) -> str:
        assert isinstance(node, nodes.CondExpr)
        other = self._node(node.expr2, source) if node.expr2 else "''"
        return f"({self._node(node.expr1, source)} if {self._node(node.test, source)} else {other})"

    def _concat(self, node: nodes.Node, source: str) -> str:
        assert isinstance(node, nodes.Concat)
        return "(" + " + ".join(f"str({self._node(one, source)})" for one in node.nodes) + ")"


def _inside(text: str) -> str:
    """A literal part of an f-string in double quotes."""
    return quoted(text)[1:-1].replace("{", "{{").replace("}", "}}")


def _unknown(source: str) -> NotExportable:
    return NotExportable(
        f"the expression {source!r} has no counterpart in a script; write the step by hand there"
    )


_NODES: dict[str, Callable[[Sources, nodes.Node, str], str]] = {
    "Const": lambda _, node, __: repr(getattr(node, "value", None)),
    "Name": Sources._name,
    "Getattr": Sources._attribute,
    "Getitem": Sources._attribute,
    "Filter": Sources._filter,
    "Compare": Sources._compare,
    "Call": Sources._call,
    "CondExpr": Sources._choice,
    "Concat": Sources._concat,
    "Not": lambda made, node, source: f"not {made._node(getattr(node, 'node'), source)}",  # noqa: B009
    **dict.fromkeys(("Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "And", "Or"), Sources._binary),
}
