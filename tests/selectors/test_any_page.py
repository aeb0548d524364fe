"""Over generated forms and tables, each control's whole list of candidates means that control on a fresh load."""

from __future__ import annotations

import html
import json
import random

import pytest

from clerkwork.selectors.target import Target

WORDS = [
    "User",
    "Cost",
    "Device",
    "Loan",
    "Owner",
    "Date",
    "Room",
    "Phone",
    "Serial",
    "Note",
    "Model",
    "Vendor",
]
ACTIONS = ["Save", "Edit", "Delete", "Open", "Reserve", "Close", "Next", "Print"]


def control(rng: random.Random, mark: str, name: str, action: str) -> str:
    """Any one control, its name or id there, generated, or missing."""
    id_ = rng.choice(
        [
            "",
            f'id="{name}"',
            f'id="ctl00_Main_ctl{rng.randint(1, 99):02}_{name}"',
            f'id="ext-gen{rng.randint(1000, 9999)}"',
        ]
    )
    named = rng.choice(["", f'name="{name}"', f'name="ctl00$Main$ctl{rng.randint(1, 99):02}${name}"'])
    mark = f'data-mark="{mark}" {id_} {named}'
    return rng.choice(
        [
            f"<input {mark} value=x>",
            f"<select {mark}><option>a</option><option>b</option></select>",
            f"<textarea {mark}></textarea>",
            f'<input type="checkbox" {mark}>',
            f"<button {mark}>{action}</button>",
            f'<input type="submit" value="{action}" {mark}>',
            f'<input type="image" src="/i/{action}.gif" width="16" height="16" {mark}>',
            f'<a href="/do?what={action}" {mark}>{action}</a>',
            f'<a href="#" {mark}><img src="/i/{action}.png" alt="{action}" width="16" height="16"></a>',
            f'<span onclick="go()" {mark}>{action}</span>',
        ]
    )


def form(rng: random.Random) -> str:
    rows = []
    for i, word in enumerate(rng.sample(WORDS, rng.randint(3, 9))):
        field = control(rng, f"f{i}", f"txt{word}", rng.choice(ACTIONS))
        rows.append(
            rng.choice(
                [
                    f"<tr><td>{word}:</td><td>{field}</td></tr>",
                    f"<tr><td colspan=2><label>{word} {field}</label></td></tr>",
                ]
            )
        )
    return f"<h2>{rng.choice(WORDS)}</h2><form><table>{''.join(rows)}</table></form>"


def grid(rng: random.Random) -> str:
    template = rng.sample(range(10**6), 3)
    rows = []
    for r in range(rng.randint(2, 8)):
        cells = "".join(
            f"<td>{control(random.Random(seed), f'r{r}c{c}', f'ctl{r:02}{ACTIONS[c]}', ACTIONS[c])}</td>"
            for c, seed in enumerate(template)
        )
        rows.append(f"<tr><td>K-{r * 7 + 10}</td><td>{html.escape(rng.choice(WORDS))}</td>{cells}</tr>")
    head = rng.choice(["", "<tr><th>Key</th><th>Kind</th><th>A</th><th>B</th><th>C</th></tr>"])
    return f"<h2>List</h2><table>{head}{''.join(rows)}</table>"


DESCRIBE_ALL = """() => window.__clerkwork.json(Array.from(document.querySelectorAll("[data-mark]"), e => {
  const said = window.__clerkwork.describe(e);
  return { mark: e.dataset.mark, candidates: said.candidates, fingerprint: said.fingerprint };
}))"""


@pytest.mark.parametrize("seed", range(12))
async def test_every_control_of_a_generated_page_is_found_again_and_none_else(stage, seed):
    rng = random.Random(seed)
    page = "<!DOCTYPE html>" * (seed % 2) + form(rng) + grid(rng)
    await stage.show(page)
    described = json.loads(await stage.page.evaluate(DESCRIBE_ALL))
    await stage.show(page)
    for said in described:
        target = Target(candidates=said["candidates"], fingerprint=said["fingerprint"])
        resolution = await stage.resolve(target)
        assert await stage.mark(resolution) == said["mark"], (said["candidates"], resolution.why)
