"""How fast pictures are compared, beside the npm packages pixelmatch (with pngjs) and odiff-bin.

python -m benchmarks.pictures.speed [ROUNDS]

Five pairs at three sizes: a page drawn anew with equal bytes, one changed word, everything one pixel lower,
anti-aliasing only, and a large change; as PNG files with the filter that Chromium uses. Three questions:

    verdict  are they the same? Inside a run, which has decoded the baseline already; odiff through its server
             (which insists on drawing) and as its command, which does not draw; pixelmatch has no such question
    whole    from two files to the drawn difference in a third, nothing decoded before, in a running process:
             Clerkwork and pixelmatch (with pngjs) as libraries, odiff through its server
    command  the same with a new process for each pair, which for Clerkwork (`python -c`) is mostly the start
             of Python, NumPy and OpenCV; a run pays that once

Times are the best of ROUNDS in milliseconds of wall clock; a ratio above 1 means that Clerkwork is faster.
Before a pair is timed, pixelmatch's count of differing pixels must be Clerkwork's.
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
from clerkwork.runner.visual import compare, compare_and_draw, confirm, count_differences
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
        return softened(picture)
    if case == "large":
        picture[height // 4 :] = cv2.flip(picture[height // 4 :], 1)
        picture[height // 2 :, : width // 2, :3] = 255 - picture[height // 2 :, : width // 2, :3]
    return picture


def softened(picture: Pixels) -> Pixels:
    """The page with other edges on its letters, all of which pixelmatch takes for anti-aliasing."""
    other: Pixels = cv2.GaussianBlur(picture, (3, 3), 0.8)
    while (found := count_differences(picture, other)).counted:
        other[found.differing] = picture[found.differing]
    assert found.antialiased.any()
    return other


def screenshot(pixels: Pixels) -> bytes:
    """As Chromium writes it: no alpha, every row predicted from the one above."""
    settings = (cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_UP)
    return bytes(cv2.imencode(".png", cv2.cvtColor(pixels, cv2.COLOR_RGBA2BGR), settings)[1])


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

    def compare(self, pair: "Pair") -> Any:
        """The answer to the question whether the pair's pictures are the same."""
        base, other, drawn = pair.files
        question = {"base": base, "compare": other, "output": drawn, "requestId": self._asked}
        self._asked += 1
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({**question, "options": {"antialiasing": True}}) + "\n")
        self.process.stdin.flush()
        return self._read()

    def _read(self) -> Any:
        assert self.process.stdout is not None
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise SystemExit(f"{self.process.args!r} failed: {answer['error']}")
        return answer

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
        self.base.write_bytes(screenshot(page(width, height)))
        self.other.write_bytes(screenshot(changed(case, width, height)))

    @property
    def files(self) -> tuple[str, str, str]:
        return str(self.base), str(self.other), str(self.drawn)


def verdict(pair: Pair) -> None:
    confirm(pair.base.read_bytes(), pair.other.read_bytes())


def whole(pair: Pair) -> None:
    """Read, compare, draw, write, with nothing decoded before."""
    baselines.forget()
    _, drawn = compare_and_draw(pair.base.read_bytes(), pair.other.read_bytes())
    if drawn is not None:
        pair.drawn.write_bytes(drawn)


def in_process(command: list[str], draw: bool = True) -> Callable[[Pair], None]:
    def call(pair: Pair) -> None:
        files = pair.files if draw else pair.files[:2]
        subprocess.run([*command, *files], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)

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
    calls: dict[str, Callable[[Pair], Any]] = {
        "verdict": verdict,
        "verdict odiff server": odiff.compare,
        "verdict odiff command": in_process([odiff_binary, "--aa"], draw=False),
        "whole": whole,
        "whole pixelmatch": pixelmatch.compare,
        "whole odiff server": odiff.compare,
        "command": in_process([sys.executable, "-c", _OWN_COMMAND]),
        "command pixelmatch": in_process([node(), str(modules / "pixelmatch" / "bin" / "pixelmatch")]),
        "command odiff": in_process([odiff_binary, "--aa"]),
    }
    try:
        for width, height in SIZES:
            for case in CASES:
                pair = Pair(folder, case, width, height)
                _must_agree(pair, pixelmatch.compare(pair)["count"])
                times = {name: milliseconds(call, pair, rounds) for name, call in calls.items()}
                yield {"size": f"{width}x{height}", "case": case, **times}
    finally:
        pixelmatch.close()
        odiff.close()


def _must_agree(pair: Pair, count: int) -> None:
    own = compare(pair.base.read_bytes(), pair.other.read_bytes()).differing
    if own != count:
        raise SystemExit(f"{pair.other.name}: pixelmatch counts {count} pixels, Clerkwork {own}")


COLUMNS = {
    "verdict": ("odiff server", "odiff command"),
    "whole": ("pixelmatch", "odiff server"),
    "command": ("pixelmatch", "odiff"),
}


def main(rounds: int = 7) -> None:
    groups = [
        "".join(f"{name:>21}" for name in (f"{peer}  ratio" for peer in peers)) for peers in COLUMNS.values()
    ]
    print(f"{'ms':22}" + "".join(f"{key:>9}{group}" for key, group in zip(COLUMNS, groups, strict=True)))
    with tempfile.TemporaryDirectory() as folder:
        table = []
        for row in rows(Path(folder), rounds):
            table.append(row)
            print(f"{row['size']:>10} {row['case']:<11}{_line(row)}", flush=True)
    for own, peers_ in COLUMNS.items():
        for peer in peers_:
            ratios = [row[f"{own} {peer}"] / row[own] for row in table]
            print(f"{own}: {peer} takes {min(ratios):.1f} to {max(ratios):.1f} times as long as Clerkwork")


def _line(row: dict[str, Any]) -> str:
    cells = ""
    for own, peers_ in COLUMNS.items():
        cells += f"{row[own]:>9.1f}"
        for peer in peers_:
            cells += f"{row[f'{own} {peer}']:>14.1f}{row[f'{own} {peer}'] / row[own]:>7.1f}"
    return cells


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
