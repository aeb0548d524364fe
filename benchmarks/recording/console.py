"""A console's page with a long table, as asset lists have them: a form above, then row after row of controls.

The page answers as such pages do: a click changes a cell of its row and the line of totals, typing changes a hint.
"""

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ROWS = 15_000

_HEAD = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Assets</title><style>
body { font: 13px/18px sans-serif; margin: 8px; }
td, th { border: 1px solid #ccd; padding: 2px 6px; text-align: left; white-space: nowrap; }
table { border-collapse: collapse; }
tr.chosen { background: #eef; }
</style></head><body><h1>Assets</h1>
<form name="filter" onsubmit="return false"><fieldset><legend>Filter</legend>
<label for="number">Number</label> <input id="number" name="number">
<label>Holder <input name="holder"></label>
<label for="state">State</label>
<select id="state" name="state"><option>any</option><option>free</option><option>lent</option><option>lost</option></select>
<label><input type="checkbox" name="archived" id="archived"> with archived ones</label>
<button type="button" id="apply">Apply</button> <span id="hint"></span></fieldset></form>
<p id="total">0 chosen</p>
<table id="assets"><caption>All assets</caption>
<thead><tr><th></th><th>Number</th><th>Model</th><th>Holder</th><th>Department</th><th>Due</th><th>State</th><th></th></tr></thead>
<tbody>
"""

_ROW = (
    '<tr><td><input type="checkbox" name="chosen" value="{n}"></td>'
    '<td><a href="#asset/{n}" class="number">LT-{n:05}</a></td>'
    "<td>Notebook {size} inch</td><td>{holder}</td><td>{department}</td><td>2026-{month:02}-{day:02}</td>"
    '<td class="state">{state}</td><td><button type="button" class="reserve">Reserve</button></td></tr>\n'
)

_TAIL = """</tbody></table><script>
const total = document.getElementById("total");
document.getElementById("assets").addEventListener("click", (event) => {
  const row = event.target.closest("tbody tr");
  if (!row) return;
  if (event.target.matches("a")) event.preventDefault();
  if (event.target.matches("button")) row.querySelector(".state").textContent = "reserved";
  row.classList.toggle("chosen", row.querySelector("input").checked);
  total.textContent = document.querySelectorAll("tr.chosen").length + " chosen";
});
for (const field of document.querySelectorAll("form input, form select"))
  field.addEventListener("input", () => (document.getElementById("hint").textContent = field.name + " changed"));
const heard = [];
for (const type of ["pointerdown", "click", "keydown", "input", "change"])
  addEventListener(type, (event) => event.isTrusted && heard.push([type, performance.timeOrigin + event.timeStamp]));
</script></body></html>
"""

_HOLDERS = ("A. Meyer", "N. Baker", "S. Okafor", "J. Lindqvist", "R. Costa", "M. Dubois", "")
_DEPARTMENTS = ("Sales", "Service desk", "Finance", "Plant 2", "Research")
_STATES = ("free", "lent", "in repair")


def page(rows: int = ROWS) -> str:
    """The whole page; the script keeps in `heard` which trusted events there were, [type, ms since 1970]."""
    return _HEAD + "".join(_row(number) for number in range(1, rows + 1)) + _TAIL


def _row(number: int) -> str:
    return _ROW.format(
        n=number,
        size=13 + number % 3,
        holder=_HOLDERS[number % 7],
        department=_DEPARTMENTS[number % 5],
        month=1 + number % 12,
        day=1 + number % 28,
        state=_STATES[number % 3],
    )


class _Handler(BaseHTTPRequestHandler):
    body = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *words: object) -> None:
        pass


@contextlib.contextmanager
def served(rows: int = ROWS) -> Iterator[str]:
    """Address of the page, as long as the context is open."""
    handler = type("Handler", (_Handler,), {"body": page(rows).encode()})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
