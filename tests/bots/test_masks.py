"""The three kinds of masks of a checkpoint, and what is said of a wrong one."""

import pytest
from pydantic import ValidationError

from clerkwork.bots.actions.checkpoint import Checkpoint, Region, TextMask


def test_a_mask_is_a_target_a_rectangle_or_a_pattern() -> None:
    step = Checkpoint.model_validate(
        {
            "checkpoint": "page",
            "mask": ["clock", {"on": "chart", "x": 1, "y": 2, "width": 3, "height": 4}, {"text": r"\d+"}],
        }
    )
    assert [type(mask) for mask in step.mask] == [str, Region, TextMask]
    assert step.targets() == ("clock", "chart")


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ({"mask": [{"text": "("}]}, r"'\(' is no regular expression: missing \)"),
        ({"mask": [{"x": 1, "y": 2, "width": 3}]}, "Field required"),
        ({"mask": [{"text": "a", "x": 1}]}, "Extra inputs"),
        ({"of": "work", "full_page": True}, "not both"),
    ],
)
def test_a_wrong_mask_or_view_is_named(keys: dict[str, object], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault) as found:
        Checkpoint.model_validate({"checkpoint": "page", **keys})
    assert found.value.error_count() == 1
