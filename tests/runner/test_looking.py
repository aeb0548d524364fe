"""Checks that only look: what is shown, what can be used, and which row a table has."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from clerkwork.runner.actions.see_row import holds
from clerkwork.runner.state import RunState

PAGE = b"""<!doctype html><title>Desk</title><button id=go disabled>Go</button><button id=never disabled>Never</button>
<p id=note hidden>Note</p><p id=gone hidden>Gone</p>
<table><tr><th>No<th>State</tr><tr><td>LT-0042<td>On&nbsp;loan<td>A. Meyer</tr><tr hidden><td>LT-0043<td>free</tr></table>
<script>setTimeout(() => { go.disabled = false; note.hidden = false; }, 200)</script>"""


class _Desk(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *words: Any) -> None:
        pass


@pytest.fixture(scope="module")
def desk() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Desk) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("cells", "texts", "there"),
    [
        (["LT-0042", "On\n loan"], ["LT-0042", "On loan"], True),
        (["LT-0042", "On loan", "A. Meyer"], ["LT-0042", "Meyer"], True),
        (["On loan", "LT-0042"], ["LT-0042", "On loan"], False),
        (["LT-0042 On loan"], ["LT-0042", "On loan"], False),
        (["L-1017", "LT-0042"], ["L-*", "LT-0042"], True),
    ],
)
def test_a_row_holds_texts_in_cells_of_their_own(cells: list[str], texts: list[str], there: bool) -> None:
    assert holds(cells, texts) is there


async def test_looking_waits_and_says_what_is_missing(chromium, teacher, run, desk) -> None:
    page = await chromium.new_page()
    await page.goto(desk)
    await page.evaluate("document.querySelectorAll('p').forEach(one => { one.hidden = false; })")
    for name in ("go", "never", "note", "gone"):
        await teacher.learn(name, page.locator(f"#{name}"))
    await page.close()
    seen = [{"shown": "note"}, {"enabled": "go"}, {"see_row": ["LT-0042", "On loan"]}]
    missing = {
        "gone is in the page but does not show": {"shown": "gone"},
        "never is not enabled": {"enabled": "never"},
        "no table has a row 'LT-0043 · free'": {"see_row": ["LT-0043", "free"]},
    }
    systems = {"app": {"url": desk}}
    outcome = await run(teacher.bundle([{"open": "app:/"}, *seen], systems=systems))
    assert (outcome.state, outcome.why) == (RunState.DONE, "")
    for why, step in missing.items():
        steps = [{"open": "app:/"}, *seen, {**step, "timeout": 0.5}]
        outcome = await run(teacher.bundle(steps, systems=systems))
        assert outcome.state is not RunState.DONE
        assert why in outcome.why
