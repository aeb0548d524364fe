"""Uploads: files of the bundle or of inputs, and none other."""

from __future__ import annotations

from pathlib import Path

import pytest

INPUT = """<input type=file id=f aria-label=F multiple {0}
  onchange="Promise.all([...this.files].map(async one => one.name + '=' + await one.text())).then(all => log(all.join('+')))">
<button onclick="document.getElementById('f').click()">Attach</button>"""


def give(rehearse, name: str, text: str) -> Path:
    """A file in the bot's folder."""
    file = rehearse.teacher.folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


@pytest.mark.parametrize("style", ["", "style='display:none'"])
async def test_files_of_the_bundle_reach_an_input_even_a_hidden_one(rehearse, style: str) -> None:
    give(rehearse, "files/a.txt", "A")
    give(rehearse, "files/b.txt", "B")
    steps = [{"upload": "f", "files": ["files/a.txt", "files/b.txt"]}]
    outcome = await rehearse(INPUT.format(style), {"f": "#f"}, steps)
    assert (outcome.why, outcome.outputs["log"]) == ("", "a.txt=A+b.txt=B;")


async def test_no_files_take_the_files_away(rehearse) -> None:
    give(rehearse, "files/a.txt", "A")
    steps = [{"upload": "f", "files": ["files/a.txt"]}, {"upload": "f", "files": []}]
    outcome = await rehearse(INPUT.format(""), {"f": "#f"}, steps)
    assert (outcome.why, outcome.outputs["log"]) == ("", "a.txt=A;;")


async def test_a_file_of_an_input_may_lie_anywhere(rehearse, tmp_path: Path, events) -> None:
    photo = tmp_path / "photo.txt"
    photo.write_text("P")
    await rehearse.learn(INPUT.format(""), {"f": "#f"})
    bundle = rehearse.bundle(
        [{"upload": "f", "files": ["{{ inputs.photo }}"]}], inputs={"photo": {"type": "file"}}
    )
    outcome = await rehearse.run(bundle, {"photo": photo}, attempts=1)
    assert outcome.why == ""
    assert events(outcome, "run.started")[0]["inputs"] == {"photo": str(photo)}


async def test_a_missing_file_is_a_fault_that_names_it(rehearse) -> None:
    give(rehearse, "files/a.txt", "A")
    await rehearse.learn(INPUT.format(""), {"f": "#f"})
    bundle = rehearse.bundle([{"upload": "f", "files": ["files/a.txt"]}])
    (bundle.folder / "files/a.txt").unlink()
    outcome = await rehearse.run(bundle, attempts=1)
    assert outcome.exit_code == 1
    assert "there is no file" in outcome.why
    assert "a.txt" in outcome.why


@pytest.mark.parametrize("name", ["../secret.txt", "ABSOLUTE", "files/../../secret.txt", "LINK"])
async def test_a_name_that_leads_out_of_the_bundle_is_refused_when_it_is_used(
    rehearse, tmp_path: Path, name: str
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("S")
    await rehearse.learn(INPUT.format(""), {"f": "#f"})
    bundle = rehearse.bundle([{"upload": "f", "files": ["{{ inputs.name }}"]}], inputs={"name": {}})
    (bundle.folder / "link.txt").symlink_to(secret)
    name = {"ABSOLUTE": str(secret), "LINK": "link.txt"}.get(name, name)
    outcome = await rehearse.run(bundle, {"name": name}, attempts=1)
    assert outcome.exit_code == 1
    assert "outside the bot's folder" in outcome.why
