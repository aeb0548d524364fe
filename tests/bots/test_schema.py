from __future__ import annotations

from typing import Any

from clerkwork.bots.actions.registry import ACTIONS, CHECKS
from clerkwork.bots.schema import SCHEMA_FILE, bot_schema, schema_text


def test_the_schema_on_disk_is_the_one_of_the_models() -> None:
    message = "write it anew: python -m clerkwork.bots.schema"
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), message


def test_a_step_is_told_apart_by_its_action_key_which_it_must_have() -> None:
    definitions = bot_schema()["$defs"]
    step: dict[str, Any] = definitions["Step"]
    assert [choice["required"] for choice in step["oneOf"]] == [[key] for key in ACTIONS]
    for rule in step["allOf"]:
        action = definitions[rule["then"]["$ref"].rpartition("/")[2]]
        assert rule["if"]["required"][0] in action["required"]
        assert action["additionalProperties"] is False
    assert {choice["required"][0] for choice in definitions["Expectation"]["oneOf"]} == CHECKS


def test_every_reference_leads_somewhere() -> None:
    schema = bot_schema()
    found: set[str] = set()

    def collect(part: Any) -> None:
        if isinstance(part, dict):
            found.update(value for key, value in part.items() if key == "$ref")
        for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
            collect(inner)

    collect(schema)
    assert {reference.removeprefix("#/$defs/") for reference in found} == set(schema["$defs"])


def test_keys_are_those_of_the_file_and_not_of_python() -> None:
    definitions = bot_schema()["$defs"]
    assert "with" in definitions["Fill"]["required"]
    assert "is" in definitions["Value"]["required"]
    assert not [
        name for model in definitions.values() for name in model.get("properties", {}) if name.endswith("_")
    ]
