"""The healing decision over pages of a console, without a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from clerkwork.selectors.heal import Abstained, Healed, heal
from clerkwork.selectors.seen import Seen
from clerkwork.selectors.stays import Stays
from tests.selectors.pages import (
    button,
    by_token,
    changed,
    console,
    field,
    garbled,
    link,
    moved,
    renumbered,
    seen,
    translated,
)

PAGE = console()
WAS = by_token(PAGE)
DEEDS = {"employee": "fill", "days": "fill", "reason": "fill", "urgent": "check"}
TARGETS = (
    "menu Loans",
    "employee",
    "days",
    "urgent",
    "submit",
    "cancel",
    "reserve LT-0042",
    "details LT-0043",
)
Redesign = Callable[[Seen, int], Seen]


def in_german(one: Seen, _number: int) -> Seen:
    return translated(one)


def with_other_ids(one: Seen, number: int) -> Seen:
    return renumbered(one, number)


def in_a_new_frame_of_markup(one: Seen, number: int) -> Seen:
    path = ("body", "div", "section", "div", "form")
    return changed(moved(renumbered(one, number), 60, 200), path=path)


def verdict_on(token: str, page: list[Seen], **asked) -> Healed | Abstained:
    return heal(WAS[token].fingerprint, page, deed=DEEDS.get(token, "click"), **asked)


def taken(verdict: Healed | Abstained) -> str | None:
    return verdict.element.token if isinstance(verdict, Healed) else None


@pytest.mark.parametrize("redesign", [in_german, with_other_ids, in_a_new_frame_of_markup])
@pytest.mark.parametrize("token", TARGETS)
def test_a_redesigned_control_is_found_again(token, redesign: Redesign):
    page = [redesign(one, number) for number, one in enumerate(PAGE)]
    assert taken(verdict_on(token, page)) == token


@pytest.mark.parametrize("redesign", [in_german, with_other_ids, in_a_new_frame_of_markup])
@pytest.mark.parametrize("token", TARGETS)
def test_a_removed_control_is_never_another_one(token, redesign: Redesign):
    page = [redesign(one, number) for number, one in enumerate(PAGE) if one.token != token]
    verdict = verdict_on(token, page)
    assert isinstance(verdict, Abstained)
    assert verdict.why


def test_a_removed_button_is_not_the_one_that_is_left_alone():
    was = button("t", 200, 570, "Submit", near=("Cancel",)).fingerprint
    verdict = heal(was, [button("cancel", 200, 570, "Cancel")])
    assert isinstance(verdict, Abstained)
    assert verdict.best[0].element.token == "cancel"
    assert "may be gone" in verdict.why


def test_words_and_ids_that_both_change_are_too_much_for_a_button():
    page = [renumbered(garbled(one), number) for number, one in enumerate(PAGE)]
    assert isinstance(verdict_on("submit", page), Abstained)


def test_two_similar_controls_in_place_of_one_are_not_chosen_between():
    similar = [
        button("a", 200, 570, "Submit order", attributes={"id": "x1"}, form="loan"),
        button("b", 300, 570, "Submit draft", attributes={"id": "x2"}, form="loan"),
    ]
    page = [one for one in PAGE if one.token not in ("submit", "cancel")] + similar
    verdict = verdict_on("submit", page)
    assert isinstance(verdict, Abstained)
    assert {one.element.token for one in verdict.best[:2]} == {"a", "b"}


def test_similar_controls_beside_the_real_one_do_not_distract():
    similar = [
        button("a", 500, 570, "Submit draft", attributes={"id": "btnDraft"}),
        button("b", 600, 570, "Submit all", attributes={"id": "btnAll"}),
    ]
    page = [renumbered(one, number) for number, one in enumerate(PAGE + similar)]
    assert taken(verdict_on("submit", page)) == "submit"


def test_the_row_tells_repeated_buttons_apart():
    page = [renumbered(one, number) for number, one in enumerate(PAGE)]
    assert taken(verdict_on("reserve LT-0042", page)) == "reserve LT-0042"
    for serial in ("LT-0041", "LT-0044"):
        assert taken(verdict_on("reserve LT-0042", page, row=serial)) == f"reserve {serial}"


@pytest.mark.parametrize("token", ["reserve LT-0042", "details LT-0042"])
def test_another_row_is_found_by_its_text_in_another_language_too(token):
    page = [translated(one) for one in PAGE]
    kind = token.split()[0]
    assert taken(verdict_on(token, page, row="LT-0044")) == f"{kind} LT-0044"


def test_a_row_that_is_not_there_has_no_control():
    verdict = verdict_on("reserve LT-0042", PAGE, row="LT-9999")
    assert isinstance(verdict, Abstained)
    assert "LT-9999" in verdict.why


@pytest.mark.parametrize(
    "address",
    ["/devices/17/{}", "/{}/17", "/{}?id=17", "/cmd.cgi?cmd={}&id=17", "/{}/LT-0017", "/{}.php?key=LT-0017"],
)
def test_edit_is_not_delete_of_the_same_record(address):
    path = ("body", "table", "tbody", "tr", "td")
    page = [
        link(
            f"{name} {number}",
            600 + 60 * at,
            100 + 30 * number,
            name.title(),
            address.format(name).replace("17", number_text),
            path=path,
        )
        for number, number_text in enumerate(("16", "17", "18"))
        for at, name in enumerate(("show", "edit", "delete"))
    ]
    was = by_token(page)["delete 1"].fingerprint
    assert taken(heal(was, [*PAGE, *page])) == "delete 1"
    for gone in ({"delete 1"}, {"delete 0", "delete 1", "delete 2"}):
        left = [one for one in page if one.token not in gone]
        assert isinstance(heal(was, [*PAGE, *left]), Abstained)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("Page 2", "Page 3"),
        ("Reserve", "Reverse"),
        ("LT-0042", "LT-0043"),
        ("Lock", "Look"),
        ("Approve", "Reject"),
    ],
)
def test_a_word_that_looks_alike_is_another_word(was, now):
    recorded = button("t", 200, 700, was, attributes={"id": "a"}).fingerprint
    assert isinstance(heal(recorded, [*PAGE, button("b", 200, 700, now, attributes={"id": "b"})]), Abstained)


@pytest.mark.parametrize("address", ["/{}?back=list", "/tickets/{}?back=list&sort=name", "/{}/ticket"])
def test_edit_that_is_left_alone_is_not_the_removed_delete(address):
    was = link("delete", 300, 700, "Delete", address.format("delete"), attributes={"id": "lnkTicketDelete"})
    edit = link("edit", 300, 700, "Edit", address.format("edit"), attributes={"id": "lnkTicketEdit"})
    assert isinstance(heal(was.fingerprint, [*PAGE, edit]), Abstained)


def test_a_number_that_moved_on_to_the_neighbour_does_not_take_the_target_with_it():
    names = ("Tracking", "Shipping", "Services")
    was = [
        button(n, 200 + 90 * at, 60, f"{n} menu", attributes={"id": f"menu{at}"})
        for at, n in enumerate(names)
    ]
    now = [button(n, 200 + 90 * at, 80, n, attributes={"id": f"menu{at + 1}"}) for at, n in enumerate(names)]
    for one in was[1:]:
        assert taken(heal(one.fingerprint, [*PAGE, *now])) == one.token


def test_a_word_with_another_ending_is_the_same_word():
    recorded = button("t", 200, 700, "Archive", attributes={"id": "a"}).fingerprint
    assert taken(heal(recorded, [*PAGE, button("b", 200, 700, "Archived", attributes={"id": "b"})])) == "b"


def test_the_name_that_this_run_asks_for_must_be_there():
    assert taken(verdict_on("menu Loans", PAGE, named="Orders")) == "menu Orders"
    assert isinstance(verdict_on("menu Loans", PAGE, named="Invoices"), Abstained)


def test_one_does_not_fill_a_link():
    was = field("t", 200, 400, "Loans", "loans").fingerprint
    verdict = heal(was, [link("a", 200, 400, "Loans", "/loans"), button("b", 300, 400, "Loans")], deed="fill")
    assert isinstance(verdict, Abstained)
    assert verdict.best == ()


def test_a_password_goes_into_no_other_box():
    was = field("t", 200, 400, "Code", "code", "password").fingerprint
    assert isinstance(heal(was, [field("a", 200, 400, "Code", "code")], deed="fill"), Abstained)


def test_an_element_that_another_target_is_already_is_left_alone():
    assert taken(verdict_on("submit", PAGE)) == "submit"
    assert taken(verdict_on("submit", PAGE, taken={"submit"})) is None


def test_a_hidden_element_is_nobodys_target_but_an_uploads():
    hidden = [Seen(one.token, one.fingerprint, one.box, visible=False, enabled=True) for one in PAGE]
    assert isinstance(verdict_on("submit", hidden), Abstained)
    box = field("file", 200, 600, "Invoice", "fileInvoice", "file", role=None)
    page = [*hidden, Seen(box.token, box.fingerprint, box.box, visible=False, enabled=True)]
    assert taken(heal(box.fingerprint, page, deed="upload")) == "file"


def icons(*names: str) -> list[Seen]:
    return [
        seen(
            name, 600 + 30 * at, 120, 16, 16, tag="a", role="link", attributes={"class": f"icon icon-{name}"}
        )
        for at, name in enumerate(names)
    ]


def test_an_icon_without_a_word_is_known_by_what_its_markup_calls_it():
    was = by_token(icons("edit", "copy", "delete"))["copy"].fingerprint
    later = [moved(one, 40, 60) for one in icons("view", "edit", "copy", "delete")]
    assert taken(heal(was, [*later, *PAGE])) == "copy"
    without = [one for one in later if one.token != "copy"]
    assert isinstance(heal(was, [*without, *PAGE]), Abstained)


def test_pictures_tell_icons_apart_that_nothing_else_does():
    nameless = [changed(one, attributes={}) for one in icons("edit", "copy", "delete")]
    was = nameless[1].fingerprint
    alike = {"edit": 0.3, "copy": 1.0, "delete": 0.2}
    assert isinstance(heal(was, [*nameless, *PAGE]), Abstained)
    assert taken(heal(was, [*nameless, *PAGE], pictures=alike)) == "copy"


def test_a_field_without_a_label_is_known_by_the_words_beside_it():
    page = [
        changed(field(f"f{at}", 200, 400 + 40 * at, words, f"ctl{at}"), name=None)
        for at, words in enumerate(("Cost centre", "Account", "Approver"))
    ]
    later = [moved(renumbered(one, at), 0, 120) for at, one in enumerate(page)]
    assert taken(heal(page[1].fingerprint, later, deed="fill")) == "f1"


def test_radio_buttons_of_one_group_are_known_by_their_labels():
    page = [
        field(f"r{at}", 200, 400 + 30 * at, words, "delivery", "radio", attributes={"name": "delivery"})
        for at, words in enumerate(("By post", "By courier", "Collected"))
    ]
    later = [moved(changed(one, attributes={"name": "ship"}), 0, 90) for one in page]
    assert taken(heal(page[1].fingerprint, later, deed="check")) == "r1"
    assert isinstance(heal(page[1].fingerprint, [later[0], later[2]], deed="check"), Abstained)


def test_a_link_and_the_picture_in_it_are_one_thing():
    door = link("door", 20, 60, "Home", "/home", path=("body", "div"))
    picture = seen(
        "picture",
        20,
        60,
        tag="img",
        role="img",
        name="Home",
        attributes={"alt": "Home"},
        path=("body", "div", "a"),
    )
    verdict = heal(door.fingerprint, [*PAGE, picture, door])
    assert isinstance(verdict, Healed)
    assert verdict.element.token == "door"


def test_two_doors_to_one_goal_are_one_thing():
    top, bottom = link("top", 20, 60, "Help", "/help"), link("bottom", 20, 880, "Help", "/help")
    verdict = heal(top.fingerprint, [*PAGE, bottom, top])
    assert taken(verdict) == "top"
    assert all(one.element.token != "bottom" for one in verdict.best)


def test_a_commit_needs_a_larger_margin():
    page = [renumbered(garbled(one), number) for number, one in enumerate(PAGE)]
    assert taken(verdict_on("menu Loans", page)) == "menu Loans"
    verdict = verdict_on("menu Loans", page, commit=True)
    assert isinstance(verdict, Abstained)
    assert "commit" in verdict.why


def test_the_report_says_why_in_words():
    verdict = verdict_on("submit", [garbled(one) for one in PAGE])
    assert isinstance(verdict, Healed)
    assert verdict.why == "its id and place agree; its words differ"
    assert len(verdict.best) == 3
    assert verdict.best[0].element == verdict.element
    assert 0.9 < verdict.score <= 1


def test_a_system_whose_ids_never_stay_trusts_them_less():
    page = [translated(one) for one in PAGE]
    usual = verdict_on("submit", page)
    wary = verdict_on("submit", page, stays=Stays().learned({"id": (0, 400)}))
    assert isinstance(usual, Healed)
    assert taken(wary) is None or wary.margin < usual.margin


def test_counts_move_a_rate_only_as_far_as_they_weigh():
    rate = Stays().of("id")
    assert Stays().learned({"id": (1, 0)}).of("id") == pytest.approx((1 + 20 * rate) / 21)
    assert Stays().learned({"id": (0, 0), "from the future": (3, 4)}) == Stays().learned({})


def test_of_two_links_to_one_address_the_one_that_says_it_is_followed():
    was = link("back", 200, 650, "Back to devices", "/devices").fingerprint
    page = [translated(renumbered(one, number)) for number, one in enumerate(PAGE)]
    page = [one for one in page if one.token != "menu Devices"]
    near_by = link("stock", 100, 560, "Bestand", "/devices")
    back = link("back", 440, 620, "Zurück zu den Geräten", "/devices")

    def healed(*links: Seen) -> str | None:
        verdict = heal(was, [*page, *links], beside=[one.fingerprint for one in PAGE])
        return verdict.element.token if isinstance(verdict, Healed) else None

    assert healed(near_by, back) == "back"
    scripted = changed(back, attributes=back.fingerprint.attributes | {"onclick": "leave()"})
    assert healed(near_by, scripted) is None
    assert healed(near_by, changed(back, name="Qzxv", text="Qzxv")) is None


def test_a_link_is_known_by_the_script_that_it_calls_if_that_is_said_in_words():
    """ "New ticket" is said in a language that nobody knows, and still calls newTicket(); a number in a call may be anybody's later."""

    def healed(was_called: str, now_called: str) -> str | None:
        was = link("new", 20, 60, "New ticket", f"javascript:{was_called}").fingerprint
        page = [translated(renumbered(one, number)) for number, one in enumerate(PAGE)]
        page.append(link("new", 60, 300, "Qzxv", f"javascript:{now_called}"))
        page.append(link("other", 60, 340, "Zzyx", "javascript:fromTemplate()"))
        verdict = heal(was, page, beside=[one.fingerprint for one in PAGE])
        return verdict.element.token if isinstance(verdict, Healed) else None

    assert healed("newTicket('/ticket/new')", "newTicket('/ticket/new')") == "new"
    assert healed("__doPostBack('ctl02$lb3','')", "__doPostBack('ctl02$lb3','')") is None
    assert healed("newTicket('/ticket/new')", "open('/ticket/new')") is None
    assert healed("void(0)", "void(0)") is None
