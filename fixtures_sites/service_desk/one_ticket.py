"""The detail of one ticket, what a clerk may do with it, and its attachments."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from fastapi import Request, Response
from starlette.datastructures import FormData

from clerkwork.fixtures_sites.service_desk.desk import ServiceDesk
from clerkwork.fixtures_sites.service_desk.skins import DeskSkin
from clerkwork.fixtures_sites.service_desk.store import Store
from clerkwork.fixtures_sites.service_desk.tickets import AGENTS, STATUSES, Note, ProcessRefusalError, Ticket

Act = Callable[[Store, str, Callable[[str], str], Note], Ticket | None]
"""Does it to the ticket of that number; gets the sent fields by control name and a note ready to store."""


def _save(store: Store, number: str, sent: Callable[[str], str], _: Note) -> Ticket:
    return store.change(number, sent("status"), sent("assigned"))


def _add_note(store: Store, number: str, _: Callable[[str], str], note: Note) -> Ticket:
    return store.add_note(number, note)


def _close(store: Store, number: str, sent: Callable[[str], str], _: Note) -> Ticket:
    return store.close_ticket(number, sent("close_reason"))


def _escalate(store: Store, number: str, _: Callable[[str], str], __: Note) -> Ticket:
    return store.escalate(number)


def _delete(store: Store, number: str, _: Callable[[str], str], __: Note) -> None:
    store.delete(number)


ACTS: dict[str, tuple[Act, str, str]] = {
    "save": (_save, "Ticket {number} saved", "changes"),
    "add_note": (_add_note, "Note added to ticket {number}", "notes_added"),
    "close_ticket": (_close, "Ticket {number} closed", "tickets_closed"),
    "escalate": (_escalate, "Ticket {number} escalated", "escalations"),
    "delete": (_delete, "Ticket {number} deleted", "tickets_deleted"),
}


def add_ticket_pages(desk: ServiceDesk) -> None:
    """Adds `/detail`, `/ticket/T-…` and `/attachment/…`."""

    @desk.app.get("/detail")
    async def nothing_chosen(request: Request) -> Response:
        desk.session(request)
        return desk.page(request, "message.html", said="Select a ticket from the list.", refused="")

    @desk.app.get("/ticket/{number}")
    async def show(request: Request, number: str, said: str = "") -> Response:
        desk.session(request)
        sentence = "Ticket {number} created" if said == "created" else ""
        return detail(request, desk.store.ticket(number), said=sentence)

    @desk.app.post("/ticket/{number}")
    async def act(request: Request, number: str) -> Response:
        user, skin, form = desk.session(request).user, desk.look(request), await request.form()
        sent = _reader(skin, form)
        known = ACTS.get(str(form.get("act", "")))
        if known is None:
            return detail(request, desk.store.ticket(number), refused="Nothing was chosen")
        carry_out, sentence, counter = known
        try:
            ticket = carry_out(desk.store, number, sent, Note(user, sent("note"), desk.now()))
        except ProcessRefusalError as refusal:
            return detail(request, desk.store.ticket(number), refused=str(refusal))
        desk.commit(request, counter)
        if ticket is None:
            gone = skin.say(sentence).format(number=number)
            return desk.page(request, "message.html", said=gone, refused="", refresh=True)
        return detail(request, ticket, said=sentence, refresh=True)

    def detail(
        request: Request, ticket: Ticket, said: str = "", refused: str = "", refresh: bool = False
    ) -> Response:
        return desk.page(
            request,
            "ticket.html",
            ticket=ticket,
            statuses=STATUSES,
            agents=AGENTS,
            said=said,
            refused=refused,
            refresh=refresh,
        )

    @desk.app.get("/attachment/{identity}")
    async def attachment(request: Request, identity: int) -> Response:
        desk.session(request)
        name, content = desk.store.attachment(identity)
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
        return Response(content, media_type="application/octet-stream", headers=headers)


def _reader(skin: DeskSkin, form: FormData) -> Callable[[str], str]:
    def sent(control: str) -> str:
        return str(form.get(skin.id(control), "")).strip()

    return sent
