"""Ids that a machine made are recognised, and those that a person made are not taken for them."""

from __future__ import annotations

import pytest

GENERATED = [
    "ctl00_ContentPlaceHolder1_GridView1_ctl02_btnEdit",
    "ctl00$Main$txtUser",
    "MainContent_ctl05_lnk",
    "j_idt42:form",
    "j_id0:theForm:j_id33",
    "form:j_idt17",
    "ext-gen1234",
    "ext-comp-1001",
    "button-1012-btnEl",
    "gwt-uid-42",
    "isc_3A",
    "yui_3_18_1_1_1400_23",
    "yui-gen7",
    "uniqName_1_0",
    "dijit_form_Button_3",
    "dijit_form_Button_3_label",
    "ember123",
    ":r1:",
    "«r3»",
    "mat-input-3",
    "mat-select-value-11",
    "cdk-overlay-0",
    "select2-country-4f-container",
    "ui-id-12",
    "550e8400-e29b-41d4-a716-446655440000",
    "x550e8400-e29b-41d4-a716-446655440000y",
    "field_9f86d081884c7d65",
    "session20261121093000",
    "12345",
    "p_173",
    "aB3dE6gH9jK2",
]
MADE_BY_PEOPLE = [
    "btnSave",
    "user_name",
    "password",
    "addressLine2",
    "q",
    "login-form",
    "step1",
    "col-3-name",
    "searchField",
    "TicketPriority",
    "invoice_total_2",
    "deadbeef-cafe",
    "nav_main",
    "x",
    "Main_txtUser",
    "iso9001",
    "mail2",
    "facade",
]


@pytest.mark.parametrize("value", GENERATED)
async def test_a_generated_id_is_in_no_candidate(stage, value):
    await stage.show(f'<div><input title="Field one" name="{value}" id="{value}"></div><input>')
    said = await stage.describe_raw("input")
    assert {c["by"] for c in said["candidates"]} >= {"role", "css"}
    assert value not in str(said["candidates"])


@pytest.mark.parametrize("value", MADE_BY_PEOPLE)
async def test_an_id_made_by_a_person_is_a_candidate(stage, value):
    await stage.show(f'<div><input name="{value}" id="{value}"></div><input>')
    kinds = {c["by"] for c in (await stage.describe_raw("input"))["candidates"]}
    assert kinds >= {"id", "name"}


async def test_paths_are_not_built_on_generated_ids(stage):
    await stage.show('<div id="ext-gen77"><div id="panel"><p></p><p><i>a</i><i>b</i></p></div></div>')
    said = await stage.describe_raw("p:last-child i")
    paths = [c.get("css") or c.get("xpath") for c in said["candidates"] if c["by"] in ("css", "xpath")]
    assert len(paths) == 2
    assert not any("ext-gen" in path for path in paths)
    assert any("panel" in path for path in paths)
    assert (
        said["fingerprint"]["path"][:2] == ["div", "div#panel"] or "div#panel" in said["fingerprint"]["path"]
    )
