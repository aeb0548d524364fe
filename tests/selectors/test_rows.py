"""A control in a repeated row is found by what the row is about, wherever the row is now."""

from __future__ import annotations

import pytest

from clerkwork.selectors.target import ByRow


def grid(codes, *, first=2, header=True):
    """An ASP.NET grid whose control names count rows."""
    head = "<tr><th>Code</th><th>Model</th><th>Owner</th><th>Action</th></tr>" if header else ""
    rows = "".join(
        f"<tr><td>{code}</td><td>Dell 5540</td><td>stock</td><td>"
        f'<input type="submit" value="Reserve" data-mark="{code}" name="ctl00$Main$Grid$ctl{i:02}$btnReserve" '
        f'id="ctl00_Main_Grid_ctl{i:02}_btnReserve">'
        f"<a href=\"javascript:__doPostBack('ctl00$Main$Grid$ctl{i:02}$lnk','')\" data-mark=\"d{code}\">Details</a>"
        f'<input type="image" src="/i/up.gif" width="16" height="16" data-mark="u{code}" name="ctl00$Main$Grid$ctl{i:02}$up">'
        f'<input type="image" src="/i/down.gif" width="16" height="16" data-mark="n{code}" name="ctl00$Main$Grid$ctl{i:02}$down">'
        f"</td></tr>"
        for i, code in enumerate(codes, start=first)
    )
    return f"<h1>Devices</h1><table>{head}{rows}</table>"


CODES = [f"LT-{n:04}" for n in range(40, 48)]
CARDS = "".join(
    f'<div class="card"><div class="body"><h3>{name}</h3><p>Support</p></div>'
    f'<div class="foot"><button data-mark="{name}">Open</button></div></div>'
    for name in ("Ann Bell", "Bob Cole", "Cy Dorn")
)
LIST = (
    "<ul>"
    + "".join(
        f'<li><span>{n}</span> <a href="#" data-mark="{n}">remove</a></li>'
        for n in ("mouse", "cable", "screen")
    )
    + "</ul>"
)
ARIA = (
    '<div role="grid">'
    + "".join(
        f'<div role="row"><span role="gridcell">INC{n}</span><span role="gridcell"><button data-mark="INC{n}">Close</button></span></div>'
        for n in (1001, 1002, 1003)
    )
    + "</div>"
)


@pytest.mark.parametrize("mark", ["LT-0042", "dLT-0042", "uLT-0042", "nLT-0042"])
@pytest.mark.parametrize("header", [True, False])
async def test_rows_may_be_renumbered_and_sorted(stage, mark, header):
    await stage.show(grid(CODES, header=header))
    target = await stage.describe(f"[data-mark='{mark}']")
    await stage.show(grid([*reversed(CODES), "LT-0099"], first=5, header=header))
    resolution = await stage.resolve(target)
    assert await stage.mark(resolution) == mark, resolution.why


@pytest.mark.parametrize("kind", ["", "d", "u", "n"])
async def test_a_step_may_name_another_row(stage, kind):
    await stage.show(grid(CODES))
    target = await stage.describe(f"[data-mark='{kind}LT-0042']")
    resolution = await stage.resolve(target, row="LT-0045")
    assert await stage.mark(resolution) == f"{kind}LT-0045", resolution.why


async def test_a_row_that_is_gone_is_not_replaced_by_its_neighbour(stage):
    await stage.show(grid(CODES))
    target = await stage.describe("[data-mark='LT-0042']")
    await stage.show(grid([code for code in CODES if code != "LT-0042"]))
    resolution = await stage.resolve(target)
    assert resolution.found is None
    assert "row" in resolution.why
    assert (await stage.resolve(target, row="LT-0042")).found is None


async def test_with_a_row_no_other_candidate_may_leave_it(stage):
    await stage.show(grid(["LT-0042"]))
    target = await stage.describe("[data-mark='LT-0042']")
    assert any(c.by == "role" for c in target.candidates)
    resolution = await stage.resolve(target, row="LT-0099")
    assert resolution.found is None
    assert "'LT-0099'" in resolution.why


async def test_an_input_of_the_run_names_the_row_if_it_stands_there(stage):
    rows = "".join(
        f"<tr><td>K{n}77</td><td>Owner {n}</td><td><button>Pick</button></td></tr>" for n in range(5)
    )
    await stage.show(f"<table><tr><th>Key</th><th>Who</th><th></th></tr>{rows}</table>")
    told = await stage.describe("tr:nth-child(4) button", prefer=["Owner 2"])
    assert [c.text for c in told.candidates if c.by == "row"] == ["Owner 2"]
    untold = await stage.describe("tr:nth-child(4) button")
    assert [c.text for c in untold.candidates if c.by == "row"] == ["K277"]


async def test_a_text_that_several_rows_share_names_none(stage):
    await stage.show(grid(CODES))
    target = await stage.describe("[data-mark='LT-0042']", prefer=["Dell 5540"])
    assert [c.text for c in target.candidates if c.by == "row"] == ["LT-0042"]


async def test_counting_names_are_recognised_by_the_neighbouring_row(stage):
    rows = "".join(
        f"<tr><td>A{n}</td><td><input name='qty_{n}' id='qty_{n}' data-mark='{n}'></td></tr>"
        for n in range(4)
    )
    await stage.show(f"<table><tr><th>Part</th><th>Quantity</th></tr>{rows}</table>")
    target = await stage.describe("[data-mark='2']")
    assert not {"id", "name"} & {c.by for c in target.candidates}
    assert not any("qty" in c.css for c in target.candidates if c.by == "css")
    row = next(c for c in target.candidates if isinstance(c, ByRow))
    assert (row.text, row.column) == ("A2", "Quantity")
    assert await stage.mark(await stage.resolve(target, row="A3")) == "3"


@pytest.mark.parametrize(
    ("page", "recorded", "asked"),
    [(CARDS, "Bob Cole", "Cy Dorn"), (LIST, "cable", "mouse"), (ARIA, "INC1002", "INC1003")],
    ids=["cards", "list", "aria grid"],
)
async def test_cards_lists_and_aria_grids_are_rows_too(stage, page, recorded, asked):
    await stage.show(page)
    target = await stage.describe(f"[data-mark='{recorded}']")
    assert [c.text for c in target.candidates if c.by == "row"] == [recorded]
    assert await stage.mark(await stage.resolve(target)) == recorded
    assert await stage.mark(await stage.resolve(target, row=asked)) == asked


async def test_a_cell_that_is_read_may_hold_something_else_tonight(stage):
    page = "<table><tr><th>Loan</th><th>Device</th><th>State</th></tr>{}</table>"
    row = "<tr><td>{}</td><td>{}</td><td data-mark={}>{}</td></tr>"
    await stage.show(
        page.format(row.format("L-1", "LT-1", "a", "open") + row.format("L-2", "LT-2", "b", "open"))
    )
    target = await stage.describe("[data-mark=b]")
    await stage.show(
        page.format(row.format("L-1", "LT-1", "a", "open") + row.format("L-2", "LT-2", "b", "returned"))
    )
    assert await stage.mark(await stage.resolve(target)) == "b"
    assert await stage.mark(await stage.resolve(target, row="L-1")) == "a"


async def test_a_link_that_is_the_key_of_its_row_follows_the_row(stage):
    rows = "".join(f"<tr><td><a href='/d/{c}' data-mark='{c}'>{c}</a></td><td>free</td></tr>" for c in CODES)
    await stage.show(f"<table><tr><th>Code</th><th>State</th></tr>{rows}</table>")
    target = await stage.describe("[data-mark='LT-0042']")
    assert await stage.mark(await stage.resolve(target)) == "LT-0042"
    assert await stage.mark(await stage.resolve(target, named="LT-0044")) == "LT-0044"
    assert await stage.mark(await stage.resolve(target, row="LT-0044")) == "LT-0044"


async def test_on_a_page_of_many_thousand_rows_candidates_are_as_right_as_on_a_small_one(stage):
    rows = "".join(
        f"<tr><td><input type=checkbox name=c{n}></td><td>K-{n + 100}</td><td>free</td>"
        f"<td><a href='/d/{n}' data-mark='d{n}'>Details</a></td><td><button data-mark='b{n}'>Lend K-{n + 100}</button></td></tr>"
        for n in range(1500)
    )
    page = f"<h1>Stock</h1><input type=submit value='Lend K-177'><table>{rows}</table><label>Find <input data-mark=find></label>"
    await stage.show(page)
    targets = {
        mark: await stage.describe(f"[data-mark='{mark}']") for mark in ("d700", "b700", "b77", "find")
    }
    assert [c.by for c in targets["d700"].candidates][:1] == ["row"]
    assert "role" in {c.by for c in targets["b700"].candidates}
    assert "role" not in {c.by for c in targets["b77"].candidates}
    for mark, target in targets.items():
        for candidate in target.candidates:
            alone = await stage.resolve(target.model_copy(update={"candidates": (candidate,)}))
            assert await stage.mark(alone) == mark, (candidate, alone.why)


async def test_a_row_alone_under_a_sorted_header_keeps_the_name_of_its_control(stage):
    header = '<tr><th><a href="#no">No.</a></th><th><a href="#type">Type</a></th><th></th></tr>'
    row = '<tr><td>LT-1</td><td>Laptop</td><td><a href="#1">Reserve</a></td></tr>'
    await stage.show(f"<table>{header}{row}</table>")
    target = await stage.describe("td a", prefer=["LT-1"])
    [by_row] = [one for one in target.candidates if isinstance(one, ByRow)]
    assert by_row.name == "Reserve"
