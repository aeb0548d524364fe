"""Counts of differing pixels in the generated pairs, made by the npm package pixelmatch 7.2.0.

python -m benchmarks.pictures.counts make     count 10,000 pairs with pixelmatch and store the numbers
python -m benchmarks.pictures.counts check    count them with Clerkwork and name every pair that disagrees
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from benchmarks.pictures.pairs import Pair, pair
from benchmarks.pictures.peers import HERE, node, peers
from clerkwork.runner.visual import count_differences

STORED = HERE / "counts.json"
PAIRS = 10_000
_AT_ONCE = 500


def pixelmatch_counts(pairs: Iterable[Pair]) -> list[int]:
    """The counts that the npm package gives for the pairs."""
    command = [node(), str(HERE / "count.mjs"), str(peers())]
    done = subprocess.run(command, input=b"".join(map(_packed, pairs)), stdout=subprocess.PIPE, check=True)
    counts: list[int] = json.loads(done.stdout)
    return counts


def make(path: Path = STORED) -> None:
    counts: list[int] = []
    for first in range(0, PAIRS, _AT_ONCE):
        counts += pixelmatch_counts(map(pair, range(first, first + _AT_ONCE)))
    path.write_text(json.dumps(counts, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(counts)} counts, {sum(count > 0 for count in counts)} of them above 0, stored in {path}")


def check(path: Path = STORED) -> int:
    wrong = 0
    for number, expected in enumerate(json.loads(path.read_text(encoding="utf-8"))):
        kind, a, b, threshold, include_aa = pair(number)
        counted = count_differences(a, b, threshold, include_aa).counted
        if counted != expected:
            wrong += 1
            print(
                f"pair {number} ({kind}, {a.shape}, threshold {threshold}): {counted}, pixelmatch {expected}"
            )
    print(f"{number + 1 - wrong} of {number + 1} pairs agree with pixelmatch 7.2.0")
    return 1 if wrong else 0


def _packed(one: Pair) -> bytes:
    height, width = one.a.shape[:2]
    header = {"width": width, "height": height, "threshold": one.threshold, "includeAA": one.include_aa}
    return json.dumps(header).encode() + b"\n" + one.a.tobytes() + one.b.tobytes()


if __name__ == "__main__":
    if sys.argv[1:] == ["make"]:
        make()
    elif sys.argv[1:] == ["check"]:
        sys.exit(check())
    else:
        sys.exit(__doc__)
