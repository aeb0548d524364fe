from __future__ import annotations

from typing import Any

from clerkwork.bots.load import load_bundle
from clerkwork.bots.runbook import write_runbook


def test_the_runbook_says_what_the_bot_does_needs_gives_and_who_answers_for_it(shelf: Any) -> None:
    page = write_runbook(load_bundle(shelf.put()))
    assert page.startswith("# Hand out a rental device\n")
    for line in (
        "1. Open rentals:/login.",
        "5. Click submit, if `{{ inputs.days > 0 }}`.",
        "   - afterwards: see 'Loan L-'",
        "- system **rentals** at http://127.0.0.1:8101 (sign-in: form)",
        "- input **days**: integer, from 1, to 30, 7 unless given",
        "- **loan_number**: text, matching `L-\\d+`",
        "- owner: it-assets@example.com",
    ):
        assert f"{line}\n" in page
    assert "`CLERKWORK_SECRET_RENTALS_PASSWORD` in the environment" in page
    assert (
        "- step 5 (click submit), known by `{{ inputs.device }}/{{ inputs.employee }}`: after a crash" in page
    )
    for code in (1, 2, 3, 4, 5, 130):
        assert f"(exit code {code})" in page


def test_the_same_bundle_gives_the_same_page(shelf: Any) -> None:
    assert write_runbook(load_bundle(shelf.put())) == write_runbook(load_bundle(shelf.put()))


def test_texts_of_the_bot_stay_on_their_line(shelf: Any) -> None:
    folder = shelf.put(
        shelf.head + 'title: "a\\n# b"\nsteps:\n  - see: "x\\n## y"\n    note: "n\\n# m"\n', None
    )
    page = write_runbook(load_bundle(folder))
    assert "# a # b\n" in page
    assert "\n# m" not in page
    assert "\n## y" not in page
