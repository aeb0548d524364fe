"""The JSON Schema of bot.yaml, made from the models, so that an editor completes and checks while one types.

`python -m clerkwork.bots.schema` writes it; a test says when it is stale.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from clerkwork.bots.actions.registry import ACTIONS, CHECKS
from clerkwork.bots.bot import Bot

SCHEMA_FILE = Path(__file__).with_name("bot.schema.json")


def bot_schema() -> dict[str, Any]:
    """The schema as JSON values: a step is one of the actions, told apart by the key that it requires."""
    schema = Bot.model_json_schema(by_alias=True, mode="validation")
    definitions = schema["$defs"]
    definitions["Step"] = _one_of(list(ACTIONS))
    definitions["Expectation"] = _one_of([key for key in ACTIONS if key in CHECKS])
    for definition in (*definitions.values(), schema):
        for name, field in definition.get("properties", {}).items():
            if name in ("steps", "probe"):
                field["items"] = {"$ref": "#/$defs/Step"}
            elif name == "expect":
                field["items"] = {"$ref": "#/$defs/Expectation"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "A Clerkwork bot (bot.yaml)",
    }


def schema_text() -> str:
    """The schema as it is written to disk."""
    return json.dumps(bot_schema(), indent=2, ensure_ascii=False) + "\n"


def _one_of(actions: list[str]) -> dict[str, Any]:
    """Checked one action at a time, so that an editor speaks about the action that was meant.

    A plain `oneOf` over the actions answers a typing error in one key with the faults of all of them.
    """
    return {
        "type": "object",
        "description": f"One of: {', '.join(actions)}.",
        "oneOf": [{"required": [key]} for key in actions],
        "allOf": [
            {"if": {"required": [key]}, "then": {"$ref": f"#/$defs/{ACTIONS[key].__name__}"}}
            for key in actions
        ],
    }


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8", newline="\n")
