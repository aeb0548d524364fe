"""The JSON Schema of control-room.yaml, made from the models, so that an editor completes and checks while one types.

`python -m clerkwork.control_room.schema` writes it; a test says when it is stale.
"""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from clerkwork.control_room.config import Config
from clerkwork.control_room.schedule import words

SCHEMA_FILE = Path(__file__).with_name("control-room.schema.json")


class _InWords(GenerateJsonSchema):
    def encode_default(self, dft: Any) -> Any:
        """A span as one writes it: `12 h`."""
        return words(dft) if isinstance(dft, timedelta) else super().encode_default(dft)


def schema_text() -> str:
    """The schema as it is written to disk."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Config.model_json_schema(by_alias=True, schema_generator=_InWords),
        "title": "A Clerkwork control room (control-room.yaml)",
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8", newline="\n")
