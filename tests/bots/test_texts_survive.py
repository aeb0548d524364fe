"""Whatever a page says, and whatever a person typed, comes back from the files as it was."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from clerkwork.bots.bot import Targets
from clerkwork.bots.parse import read_model
from clerkwork.bots.save import save_targets
from clerkwork.selectors.target import ById, Fingerprint, Target

AWKWARD = st.text(alphabet="?@:-,#&*!|>'\"%`{}[]=~ \tab1\n<\\é", max_size=12)
TEXTS = st.one_of(
    AWKWARD, st.text(max_size=20), st.sampled_from(["?@action=x", "yes", "null", "1e3", "0x1", "<<"])
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(href=TEXTS, name=TEXTS, cells=st.lists(TEXTS, max_size=3))
def test_any_text_of_a_page_comes_back_from_targets_yaml(href: str, name: str, cells: list[str]) -> None:
    fingerprint = Fingerprint(tag="a", name=name, attributes={"href": href}, row=tuple(cells))
    before = Targets(targets={"link": Target(candidates=(ById(value=href),), fingerprint=fingerprint)})
    with tempfile.TemporaryDirectory() as folder:
        after, _ = read_model(save_targets(Path(folder), before), Targets)
    assert after == before
