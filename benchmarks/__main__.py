"""Runs the benchmarks one after the other: `python -m benchmarks [TOPIC]... [--OPTION VALUE]...`.

A benchmark is a module `speed.py` or `accuracy.py` in a folder of its own, `benchmarks/<topic>/`. It
prints its numbers and exits with 0. One that needs data from outside is a module `benchmarks/<topic>.py`; it
runs only when it is named, and is given the options. So does one that takes long: `scenarios` (half an hour or
more, the recorder's suite with Playwright's recorder).
"""

import subprocess
import sys
from itertools import takewhile
from pathlib import Path

HERE = Path(__file__).parent
LONG = frozenset({"scenarios"})
MEASURES = ("speed", "accuracy")


def benchmarks(topics: list[str]) -> list[str]:
    """Module names of the benchmarks of these topics; of all but the LONG ones when none is named."""
    found = sorted(path for measure in MEASURES for path in HERE.glob(f"*/{measure}.py"))
    return [
        f"benchmarks.{path.parent.name}.{path.stem}"
        for path in found
        if path.parent.name in topics or not (topics or path.parent.name in LONG)
    ] + [f"benchmarks.{topic}" for topic in topics if (HERE / f"{topic}.py").is_file()]


def main(arguments: list[str]) -> int:
    topics = list(takewhile(lambda one: not one.startswith("--"), arguments))
    options = arguments[len(topics) :]
    failed: list[str] = []
    for module in benchmarks(topics):
        print(f"== {module}", flush=True)
        if subprocess.run([sys.executable, "-m", module, *options], cwd=HERE.parent, check=False).returncode:
            failed.append(module)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
