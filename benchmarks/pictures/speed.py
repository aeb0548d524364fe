"""How fast pictures are compared, beside the npm packages pixelmatch (with pngjs) and odiff-bin.

python -m benchmarks.pictures.speed [ROUNDS]

Five pairs at three sizes: a page drawn anew with equal bytes, one changed word, everything one pixel lower,
softer edges only, and a large change. Each tool reads two files, decides, and writes the drawn difference
when there is one. Two ways to call:

    process  as a user calls the command: a new process for each pair (for Clerkwork, `python -c`)
    inside   one comparison of many in a run: Clerkwork and pixelmatch in a running process, odiff through its
             server mode

Times are the best of ROUNDS in milliseconds of wall clock on an otherwise idle machine; a ratio above 1 means that Clerkwork is faster.
`verdict` decides without drawing, with the baseline decoded earlier in the run.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.pictures.peers import HERE, node, peers
from clerkwork.runner.visual import compare, compare_and_draw, encode
from clerkwork.runner.visual.comparison import baselines

SIZES = ((1280, 720), (1920, 1080), (1280, 8000))
CASES = ("equal", "one word", "shifted", "softened", "large")
Pixels = npt.NDArray[np.uint8]


def page(width: int, height: int, word: str = "0042", top: int = 0) -> Pixels:
    """A console's page: a head, a menu, and a table with a row every 28 px."""
    picture = np.full((height, width, 4), 255, np.uint8)
    picture[top : 48 + top] = (34, 52, 88, 255)
    picture[48 + top :, :180] = (238, 240, 244, 255)
    for number, y in enumerate(range(76 + top, height, 28)):
        _write(picture, f"Menu {number}", 16, y)
        cells = (
            f"LT-{number:04}",
            "Notebook 14 inch",
            f"A. Meyer {number % 17}",
            "2026-11-21",
            word if number == 9 else "free",
        )
        for column, text in enumerate(cells):
            _write(picture, text, 200 + column * 210, y)
        picture[y + 9 : y + 10, 190 : width - 20] = (216, 218, 222, 255)
    picture[..., 3] = 255
    return picture


def _write(picture: Pixels, text: str, x: int, y: int) -> None:
    cv2.putText(picture, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (40, 44, 52, 255), 1, cv2.LINE_AA)


def changed(case: str, width: int, height: int) -> Pixels:
    """The page as the case changes it."""
    if case == "one word":
        return page(width, height, "0043 lent")
    if case == "shifted":
        return page(width, height, top=1)
    picture = page(width, height)
    if case == "softened":
        ink = picture[..., :3].max(axis=2) < 200
        soft = (cv2.GaussianBlur(picture, (3, 3), 0.45).astype(np.uint16) + picture) // 2
        picture[~ink] = soft.astype(np.uint8)[~ink]
    if case == "large":
        picture[height // 4 :] = cv2.flip(picture[height // 4 :], 1)
        picture[height // 2 :, : width // 2, :3] = 255 - picture[height // 2 :, : width // 2, :3]
    return picture


class Server:
    """A process that answers each JSON line with a line."""

    def __init__(self, *command: str) -> None:
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

        self._asked = 0

    def ready(self) -> None:
        """Wait for the process' first line."""
        self._read()

    def compare(self, pair: "Pair") -> None:
        base, other, drawn = pair.files
        question = {"base": base, "compare": other, "output": drawn, "requestId": self._asked}
        self._asked += 1
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({**question, "options": {"antialiasing": True}}) + "\n")
        self.process.stdin.flush()
        self._read()

    def _read(self) -> None:
        assert self.process.stdout is not None
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise SystemExit(f"{self.process.args!r} failed: {answer['error']}")

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


class Pair:
    """Two picture files and the place for the drawn difference."""

    def __init__(self, folder: Path, case: str, width: int, height: int) -> None:
        stem = f"{width}x{height} {case}"
        self.base, self.other, self.drawn = (
            folder / f"{stem} {name}.png" for name in ("base", "other", "drawn")
        )
        self.base.write_bytes(encode(page(width, height)))
        self.other.write_bytes(encode(changed(case, width, height)))

    @property
    def files(self) -> tuple[str, str, str]:
        return str(self.base), str(self.other), str(self.drawn)


def inside(pair: Pair) -> None:
    """Read, compare, draw, write."""
    _, drawn = compare_and_draw(pair.base.read_bytes(), pair.other.read_bytes())
    if drawn is not None:
        pair.drawn.write_bytes(drawn)


def verdict(pair: Pair) -> None:
    compare(pair.base.read_bytes(), pair.other.read_bytes())


def fresh(pair: Pair) -> None:
    """The same as `inside`, with nothing decoded before."""
    baselines.forget()
    inside(pair)


def in_process(command: list[str]) -> Callable[[Pair], None]:
    def call(pair: Pair) -> None:
        subprocess.run(
            [*command, *pair.files], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        )

    return call


_OWN_COMMAND = """
import sys, pathlib
from clerkwork.runner.visual import compare_and_draw
base, other, drawn = map(pathlib.Path, sys.argv[1:])
picture = compare_and_draw(base.read_bytes(), other.read_bytes())[1]
picture is None or drawn.write_bytes(picture)
"""


def milliseconds(call: Callable[[Pair], None], pair: Pair, rounds: int) -> float:
    """The fastest of the rounds: what else the machine does only ever adds time."""
    call(pair)
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        call(pair)
        times.append((time.perf_counter() - start) * 1000)
    return min(times)


def rows(folder: Path, rounds: int) -> Iterator[dict[str, Any]]:
    modules = peers() / "node_modules"
    odiff_binary = str(next((modules / "@odiff").glob("*/odiff*")))
    pixelmatch = Server(node(), str(HERE / "serve_pixelmatch.mjs"), str(peers()))
    odiff = Server(odiff_binary, "--server")
    for server in (pixelmatch, odiff):
        server.ready()
    calls: dict[str, Callable[[Pair], None]] = {
        "process": in_process([sys.executable, "-c", _OWN_COMMAND]),
        "process pixelmatch": in_process([node(), str(modules / "pixelmatch" / "bin" / "pixelmatch")]),
        "process odiff": in_process([odiff_binary, "--aa"]),
        "inside": fresh,
        "cached": inside,
        "verdict": verdict,
        "inside pixelmatch": lambda pair: pixelmatch.compare(pair),
        "inside odiff": lambda pair: odiff.compare(pair),
    }
    try:
        for width, height in SIZES:
            for case in CASES:
                pair = Pair(folder, case, width, height)
                times = {name: milliseconds(call, pair, rounds) for name, call in calls.items()}
                yield {"size": f"{width}x{height}", "case": case, **times}
    finally:
        pixelmatch.close()
        odiff.close()


def main(rounds: int = 7) -> None:
    print(f"{'':22}{'one process each':^34}{'inside a run':^50}")
    print(f"{'':22}{'own':>8}{'pixelm.':>8}{'ratio':>6}{'odiff':>8}{'ratio':>6}", end="")
    print(f"{'own':>8}{'cached':>8}{'verdict':>8}{'pixelm.':>8}{'ratio':>6}{'odiff':>8}{'ratio':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for row in rows(Path(folder), rounds):
            print(f"{row['size']:>10} {row['case']:<10} {_line(row)}", flush=True)
    print("ms; ratio: the peer's time over ours (inside a run: pixelmatch over 'own', odiff over 'verdict')")


def _line(row: dict[str, Any]) -> str:
    process, own, quick = row["process"], row["inside"], row["verdict"]
    cells = [(row[name], 8) for name in ("process", "process pixelmatch")]
    cells += [
        (row["process pixelmatch"] / process, 6),
        (row["process odiff"], 8),
        (row["process odiff"] / process, 6),
    ]
    cells += [
        (own, 8),
        (row["cached"], 8),
        (quick, 8),
        (row["inside pixelmatch"], 8),
        (row["inside pixelmatch"] / own, 6),
    ]
    cells += [(row["inside odiff"], 8), (row["inside odiff"] / quick, 6)]
    return "".join(f"{value:>{width}.1f}" for value, width in cells)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
