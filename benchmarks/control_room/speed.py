"""How long a triggered run waits for its first step: `python -m benchmarks.control_room.speed [RUNS]`.

`clerkwork serve` with one warm hand, a bot that opens one page of a mock site, and its HTTP trigger: from before the request is
sent to the first `step.started` in the run's journal, one run after the other, the first one left out. With SQLite.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

import httpx

from clerkwork.control_room.tokens import Role, Tokens
from clerkwork.evidence.journal import read_journal
from clerkwork.fixtures_sites.server import SiteServer
from clerkwork.runner.store.database import Store

LIMIT_MS = 300

BOT = """
clerkwork: 1
name: look
systems:
  rentals: {{url: "{url}"}}
steps:
  - open: rentals:/login
"""


def main(runs: int) -> int:
    with tempfile.TemporaryDirectory() as scratch:
        folder, site = Path(scratch), SiteServer("rentals")
        (folder / "bots" / "look").mkdir(parents=True)
        url = site.start()
        (folder / "bots" / "look" / "bot.yaml").write_text(BOT.format(url=url), encoding="utf-8")
        (folder / "bots" / "look" / "targets.yaml").write_text(
            "clerkwork: 1\ntargets: {}\n", encoding="utf-8"
        )
        command = [sys.executable, "-m", "clerkwork.cli.main", "serve", "--port", "0"]
        with subprocess.Popen(
            command, cwd=folder, env=os.environ, stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                assert process.stdout is not None
                took = asyncio.run(
                    _measure(process.stdout.readline().split()[-1], folder / "runs", runs + 1)
                )[1:]
            finally:
                process.terminate()
                site.stop()
    middle, worst = statistics.median(took), max(took)
    print(
        f"trigger to first step: median {middle:.0f} ms, worst {worst:.0f} ms of {len(took)} (limit {LIMIT_MS} ms)"
    )
    return int(middle > LIMIT_MS)


async def _measure(url: str, runs: Path, count: int) -> list[float]:
    store = Store.beside(runs)
    token = await Tokens(store).make("benchmark", Role.operator)
    store.close()
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(
        base_url=f"{url}/api", headers=headers, trust_env=False, timeout=60
    ) as client:
        while (await client.get("/health")).status_code != httpx.codes.OK:  # noqa: ASYNC110  (another process)
            await asyncio.sleep(0.1)
        return [await _one(client, runs) for _ in range(count)]


async def _one(client: httpx.AsyncClient, runs: Path) -> float:
    """Milliseconds from the request to the first step."""
    asked = time.time()
    answer = await client.post("/bots/look/trigger", json={})
    job = answer.raise_for_status().json()["id"]
    while not (await client.get(f"/jobs/{job}")).json()["ended"]:  # noqa: ASYNC110  (another process)
        await asyncio.sleep(0.1)
    run = (await client.get(f"/jobs/{job}/items")).json()[0]["runs"][-1]
    first = next(
        entry for entry in read_journal(runs / run / "journal.jsonl") if entry.event == "step.started"
    )
    return (datetime.fromisoformat(first.time).timestamp() - asked) * 1000


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
