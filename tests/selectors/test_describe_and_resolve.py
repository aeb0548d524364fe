"""What is described is found again on a fresh load, and nothing else is."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, Playwright

from clerkwork.selectors.engine import register
from clerkwork.selectors.resolve import resolve
from clerkwork.selectors.target import ByCss, ByRow, Target

FORM = """<!DOCTYPE html><title>New ticket 17</title><h2>Caller</h2>
<form name="ticket" action="/tickets/save">
<table>
 <tr><td>User name:</td><td><input data-mark="user" name="ctl00$Main$ctl03$txt" value="old"></td></tr>
 <tr><td>Cost centre *</td><td><select data-mark="centre"><option>IT</option><option>HR</option></select></td></tr>
 <tr><td><input type="checkbox" data-mark="urgent"></td><td>Urgent</td></tr>
</table>
<label>Phone <input data-mark="phone"></label>
<label for="mail">E-mail</label> <input id="mail" data-mark="mail">
<input placeholder="Room" data-mark="room">
<input type="file" style="display:none" data-mark="file" name="attachment">
<textarea data-mark="notes" title="Notes"></textarea>
<fieldset><legend>Kind</legend>
 <input type="radio" name="kind" value="i" data-mark="incident"> Incident
 <input type="radio" name="kind" value="r" data-mark="request"> Request</fieldset>
<input type="image" src="/img/save.gif" width=20 height=20 alt="Save" data-mark="save">
<img src="/img/help.gif" width=16 height=16 data-mark="help" onclick="help(1)">
<a href="/back?id=9" data-mark="back">Back</a>
<span onclick="more()" data-mark="more">More <b>fields</b></span>
</form>"""

MARKS = [
    "user",
    "centre",
    "urgent",
    "phone",
    "mail",
    "room",
    "file",
    "notes",
    "incident",
    "request",
    "save",
    "help",
    "back",
    "more",
]


@pytest.mark.parametrize("mark", MARKS)
async def test_each_control_of_a_form_is_found_again(stage, mark):
    await stage.show(FORM)
    target = await stage.describe(f"[data-mark={mark}]")
    await stage.show(FORM)
    resolution = await stage.resolve(target, hidden=mark == "file")
    assert await stage.mark(resolution) == mark, resolution.why


@pytest.mark.parametrize("mark", MARKS)
async def test_each_candidate_alone_means_the_element(stage, mark):
    await stage.show(FORM)
    target = await stage.describe(f"[data-mark={mark}]")
    for candidate in target.candidates:
        alone = target.model_copy(update={"candidates": (candidate,)})
        resolution = await stage.resolve(alone, hidden=mark == "file")
        assert await stage.mark(resolution) == mark, (candidate, resolution.why)


@pytest.mark.parametrize(
    ("mark", "label"),
    [
        ("user", "User name"),
        ("centre", "Cost centre"),
        ("urgent", "Urgent"),
        ("incident", "Incident"),
        ("request", "Request"),
    ],
)
async def test_a_label_is_read_from_where_it_stands(stage, mark, label):
    await stage.show(FORM)
    target = await stage.describe(f"[data-mark={mark}]")
    assert target.fingerprint.label == label
    assert any(c.by == "near" and c.text == label for c in target.candidates)


async def test_what_a_person_typed_is_nowhere(stage):
    await stage.show(FORM + "<div contenteditable data-mark=rich>x</div><input type=password data-mark=pw>")
    for mark in ("user", "notes", "room", "rich", "pw"):
        await stage.page.fill(f"[data-mark={mark}]", "Zebra9")
    for mark in (*MARKS, "rich", "pw"):
        said = await stage.describe_raw(f"[data-mark={mark}]")
        assert "Zebra9" not in str(said)
        assert "old" not in said["fingerprint"]["attributes"].values()


async def test_resolving_costs_one_round_trip_on_a_page_never_seen_before(stage, monkeypatch):
    await stage.show(FORM)
    target = await stage.describe("[data-mark=mail]")
    await stage.page.goto("about:blank")
    await stage.page.set_content(FORM)
    sent = []
    connection = stage.page._impl_obj._connection
    send = connection.send_message_to_server

    def counted(channel, method, *args, **options):
        sent.append(method)
        return send(channel, method, *args, **options)

    monkeypatch.setattr(connection, "send_message_to_server", counted)
    assert (await stage.resolve(target)).found
    assert sent == ["textContent"]


async def test_swapped_ids_are_not_a_hit(stage):
    page = '<button id="{}" onclick="{}()">{}</button><button id="{}" onclick="{}()">{}</button>'
    await stage.show(page.format("b1x", "approve", "Approve", "b2x", "reject", "Reject"))
    target = await stage.describe("#b1x")
    assert any(c.by == "id" for c in target.candidates)
    only_id = target.model_copy(update={"candidates": tuple(c for c in target.candidates if c.by == "id")})
    await stage.show(page.format("b2x", "approve", "Approve", "b1x", "reject", "Reject"))
    refused = await stage.resolve(only_id)
    assert refused.found is None
    assert "Reject" in refused.why
    resolution = await stage.resolve(target)
    assert resolution.found is not None
    assert await resolution.found.locator.inner_text() == "Approve"


@pytest.mark.parametrize(
    "page",
    [
        '<img id="{0}" src="/i/edit.gif" onclick="edit()"> <img id="{1}" src="/i/delete.gif" onclick="del()">',
        '<input id="{0}" type="image" src="edit.png"><input id="{1}" type="image" src="bin.png">',
        '<button id="{0}" class="icon pencil"></button><button id="{1}" class="icon waste"></button>',
        '<p>Name <input id="{0}"></p><p>Salary <input id="{1}"></p>',
        '<h3>Users</h3><a id="{0}" href="/users/edit">Edit</a><h3>Groups</h3><a id="{1}" href="/groups/remove">Edit</a>',
    ],
)
async def test_swapped_ids_of_controls_without_text_are_not_a_hit(stage, page):
    style = "<style>button{width:20px;height:20px} img{width:16px;height:16px}</style>"
    await stage.show(style + page.format("first", "second"))
    target = await stage.describe("#first")
    only_id = target.model_copy(update={"candidates": tuple(c for c in target.candidates if c.by == "id")})
    assert (await stage.resolve(only_id)).found
    await stage.show(style + page.format("second", "first"))
    refused = await stage.resolve(only_id)
    assert refused.found is None, refused.found


async def test_the_better_ranked_candidate_does_not_win_against_a_better_fit(stage):
    await stage.show(
        '<form name=a><h2>Pay</h2><button id="go" class="big" title="Pay now">Pay</button></form>'
    )
    target = await stage.describe("#go")
    await stage.show(
        '<button>Pay</button><form name=a><h2>Pay</h2><button id="go" class="big" title="Pay now">Pay</button></form>'
    )
    found = await stage.resolve(target)
    assert await stage.mark(found, "id") == "go"


async def test_nothing_found_is_said_in_one_sentence_with_the_best_three(stage):
    await stage.show(FORM)
    target = await stage.describe("[data-mark=back]")
    await stage.show("<a href='/elsewhere'>Forward</a>")
    resolution = await stage.resolve(target)
    assert resolution.found is None
    assert "the link named 'Back'" in " ".join(one.words for one in resolution.rejected)
    assert 1 <= len(resolution.rejected) <= 3
    assert "\n" not in resolution.why


async def test_a_name_given_by_the_run_replaces_the_recorded_one(stage):
    menu = "".join(
        f"<li><a href='/m/{name}' data-mark='{name}'>{name}</a></li>" for name in ("Loans", "Users", "Stock")
    )
    await stage.show(f"<ul>{menu}</ul>")
    target = await stage.describe("[data-mark=Loans]")
    assert await stage.mark(await stage.resolve(target, named="Stock")) == "Stock"
    gone = await stage.resolve(target, named="Invoices")
    assert gone.found is None


async def test_registering_the_engine_twice_is_fine(stage, playwright: Playwright):
    await register(playwright)
    await stage.show(FORM)
    assert (await stage.resolve(await stage.describe("[data-mark=mail]"))).found


async def test_a_candidate_that_makes_no_sense_finds_nothing(stage):
    await stage.show(FORM)
    target = await stage.describe("[data-mark=mail]")
    broken = target.model_copy(update={"candidates": (ByCss(css="a:::b"), ByRow(text="", tag="input"))})
    assert (await stage.resolve(broken)).found is None


async def test_a_page_that_leaves_while_it_is_searched_is_no_crash(page: Page, engine: None):
    await page.set_content(FORM)
    target = Target.model_validate(
        {"candidates": [{"by": "css", "css": "form"}], "fingerprint": {"tag": "form"}}
    )
    frame = page.main_frame
    await page.set_content("<iframe></iframe>")
    child = page.frames[1]
    await page.set_content("")
    gone = await resolve(child, target)
    assert gone.found is None
    assert (await resolve(frame, target)).found is None
