"""The restricted corner: a monthly report under HTTP basic authentication (RFC 7617), without a session."""

from __future__ import annotations

import hmac
import os
from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.security import HTTPBasic, HTTPBasicCredentials

from clerkwork.fixtures_sites.service_desk.desk import ServiceDesk

AUDITOR = "auditor"
_CHALLENGE = {"WWW-Authenticate": 'Basic realm="Service desk reports"'}
_Sent = Annotated[HTTPBasicCredentials | None, Depends(HTTPBasic(auto_error=False))]
_MONTHS = (
    ("1999-07", 141, 133, "71 %"),
    ("1999-08", 118, 121, "78 %"),
    ("1999-09", 156, 149, "69 %"),
    ("1999-10", 162, 158, "74 %"),
)


def auditor_password() -> str:
    """The password of the one who may read reports."""
    return os.environ.get("CLERKWORK_SITE_BASIC_PASSWORD", "audit-pass-3")


def add_report_pages(desk: ServiceDesk) -> None:
    """Adds `/reports/`."""

    @desk.app.get("/reports/")
    async def monthly(request: Request, sent: _Sent) -> Response:
        if sent is None or not _may_read(sent):
            desk.records.count("refused_report_logins" if sent else "report_challenges")
            answer = desk.page(request, "message.html", 401, said="", refused="Authorization Required")
            answer.headers.update(_CHALLENGE)
            return answer
        desk.records.count("reports_read")
        return desk.page(request, "report.html", months=_MONTHS)


def _may_read(sent: HTTPBasicCredentials) -> bool:
    return sent.username == AUDITOR and hmac.compare_digest(
        sent.password.encode(), auditor_password().encode()
    )
