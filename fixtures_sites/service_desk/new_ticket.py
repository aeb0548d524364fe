"""The form for a new ticket in its own window, and the directory that it opens in a further one."""

from __future__ import annotations

import secrets

from fastapi import Request, Response
from starlette.datastructures import FormData, UploadFile

from clerkwork.fixtures_sites.service_desk.desk import ServiceDesk
from clerkwork.fixtures_sites.service_desk.skins import DeskSkin
from clerkwork.fixtures_sites.service_desk.tickets import (
    CATEGORIES,
    GROUPS,
    PRIORITIES,
    Draft,
    ProcessRefusalError,
)
from clerkwork.fixtures_sites.sessions import Session

_EMPTY = Draft("", "", "", "Normal", "", "")
_TEMPLATE = Draft("Standard request: ", "Access", "New account", "Normal", "Please set up as usual.", "")


def add_new_ticket_pages(desk: ServiceDesk) -> None:
    """Adds `/ticket/new` and `/people`."""

    @desk.app.get("/ticket/new")
    async def empty_form(request: Request, template: int = 0) -> Response:
        desk.session(request)
        return form(request, _TEMPLATE if template else _EMPTY)

    @desk.app.post("/ticket/new")
    async def submit(request: Request) -> Response:
        session, skin, sent = desk.session(request), desk.look(request), await request.form()
        draft, closed = _draft(skin, sent), skin.id("submit_and_close") in sent
        try:
            _refuse_second(session, str(sent.get("form", "")), desk.switches.now.double_submit)
            ticket = desk.store.create(draft, desk.now(), await _file(skin, sent), closed=closed)
        except ProcessRefusalError as refusal:
            return form(request, draft, str(refusal))
        _forms(session).add(str(sent.get("form", "")))
        desk.commit(request, "tickets_created")
        return desk.page(request, "created.html", number=ticket.number)

    def form(request: Request, draft: Draft, refused: str = "") -> Response:
        key = secrets.token_hex(8)
        return desk.page(
            request,
            "new_ticket.html",
            form=key,
            draft=draft,
            refused=refused,
            topics=_topics(desk.look(request)),
            categories=tuple(CATEGORIES),
            priorities=PRIORITIES,
            groups=GROUPS,
        )

    @desk.app.get("/people")
    async def people(request: Request) -> Response:
        desk.session(request)
        part = request.query_params.get(desk.look(request).id("people_part"), "")
        return desk.page(request, "people.html", people=desk.store.people(part), part=part)


def _topics(skin: DeskSkin) -> dict[str, list[tuple[str, str]]]:
    """For the page's script: the value and the words of each sub-category, by category."""
    return {
        category: [(value, skin.say(value)) for value in values] for category, values in CATEGORIES.items()
    }


def _forms(session: Session) -> set[str]:
    """The forms that this session has sent already."""
    forms = session.data.setdefault("forms", set())
    if not isinstance(forms, set):
        raise TypeError(f"session.data['forms'] is {type(forms).__name__}, expected set")
    return forms


def _refuse_second(session: Session, form: str, unguarded: bool) -> None:
    if form in _forms(session) and not unguarded:
        raise ProcessRefusalError("This form was submitted already")


def _draft(skin: DeskSkin, sent: FormData) -> Draft:
    groups = tuple(str(group) for group in sent.getlist(skin.id("notify")))
    return Draft.read(
        lambda word: str(sent.get(skin.id(word), "")).strip(), groups, send_mail=skin.id("send_mail") in sent
    )


async def _file(skin: DeskSkin, sent: FormData) -> tuple[str, bytes] | None:
    """Name and bytes of the upload. Old browsers sent whole paths; only the last part is the name."""
    upload = sent.get(skin.id("attachment"))
    if not isinstance(upload, UploadFile) or not upload.filename:
        return None
    return upload.filename.replace("\\", "/").rsplit("/", 1)[-1], await upload.read()
