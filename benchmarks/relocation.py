"""How well targets are found again on pages that were redesigned, on published relocation data.

    python -m benchmarks relocation --data FILE.json.gz [--misses]

FILE holds, by site, `candidates` (all visible elements of the newer page) and `cases` (an element as it was,
the indices that are accepted). The keys of an element are tag, classList, name, id, href, alt, xpath, idxpath,
isButton, visibleText and neighborText (words), location (px). `locate` only gives them the product's names.

Printed: right, wrong and abstained; false heals when every accepted element is taken out of the page first;
milliseconds per lookup. First with the product's own rates of how often a property stays, then leaving one
site out: for each site with the rates that the other sites alone show.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clerkwork.selectors.heal import Healed, heal
from clerkwork.selectors.seen import Seen
from clerkwork.selectors.stayed import stayed
from clerkwork.selectors.stays import Stays
from clerkwork.selectors.survey import Survey
from clerkwork.selectors.target import Box, Fingerprint

Element = Mapping[str, Any]

_NUMBER = re.compile(r"\[\d+\]")
_ANCHOR = re.compile(r"//\*\[@id='([^']*)'\](.*)")
PAGES_IN_TURN = 2
"""A page, and the same page without the target."""
_surveyed: list[tuple[Sequence[Element], Survey]] = []


def locate(target: Element, candidates: Sequence[Element], stays: Stays | None = None) -> int | None:
    """The index of the candidate that is `target`, or None to abstain."""
    verdict = heal(fingerprint(target), survey(candidates), stays=stays)
    return int(verdict.element.token) if isinstance(verdict, Healed) else None


def survey(candidates: Sequence[Element]) -> Survey:
    """The page, looked over once for all targets that are looked for in it, also when pages take turns."""
    known = next((made for page, made in _surveyed if page is candidates), None)
    made = known or Survey.of([seen(element, str(index)) for index, element in enumerate(candidates)])
    others = [one for one in _surveyed if one[0] is not candidates]
    _surveyed[:] = [(candidates, made), *others[: PAGES_IN_TURN - 1]]
    return made


def seen(element: Element, token: str) -> Seen:
    recorded = fingerprint(element)
    box = recorded.box or Box(x=0, y=0, width=0, height=0)
    return Seen(token=token, fingerprint=recorded, box=box, visible=True, enabled=True)


def fingerprint(element: Element) -> Fingerprint:
    """The same facts under the product's names."""
    tag = element["tag"].lower()
    place = element["location"]
    named = {"id": element["id"], "name": element["name"], "href": element["href"], "alt": element["alt"]}
    named["class"] = " ".join(element["classList"])
    return Fingerprint(
        tag=tag,
        type="submit" if tag == "input" and element["isButton"] else None,
        role="button" if element["isButton"] and tag not in ("a", "button", "input") else None,
        text=" ".join(element["visibleText"]).strip() or None,
        attributes={key: value for key, value in named.items() if value},
        near=(" ".join(element["neighborText"]),) if element["neighborText"] else (),
        path=_path(element),
        box=Box(x=place["x"], y=place["y"], width=place["width"], height=place["height"]),
    )


def _path(element: Element) -> tuple[str, ...]:
    """Ancestors from the body down, tag or tag#id, of which the data name the nearest id only."""
    path = _NUMBER.sub("", element["xpath"]).strip("/").split("/")
    anchor = _ANCHOR.match(element["idxpath"])
    if anchor:
        below = len([step for step in anchor.group(2).split("/") if step])
        if 0 < below < len(path):
            path[len(path) - 1 - below] += f"#{anchor.group(1)}"
    return tuple(path[1:-1])


@dataclass
class Tally:
    """What came of all lookups."""

    right: int = 0
    wrong: int = 0
    abstained: int = 0
    false_heals: int = 0
    seconds: float = 0.0
    misses: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        total = self.right + self.wrong + self.abstained
        share = {
            name: f"{getattr(self, name) / total:.1%}"
            for name in ("right", "wrong", "abstained", "false_heals")
        }
        return (
            f"right {share['right']}, wrong {share['wrong']}, abstained {share['abstained']} of {total}; "
            f"target gone: false heals {share['false_heals']}; {1000 * self.seconds / total:.1f} ms per lookup"
        )


def score(sites: Mapping[str, Any], stays_of: Callable[[str], Stays]) -> Tally:
    """Look each case up twice: in the page as it is, and without what is accepted."""
    tally = Tally()
    for site, page in sites.items():
        stays = stays_of(site)
        for case in page["cases"]:
            accepted = set(case["accepted"])
            start = time.perf_counter()
            answer = locate(case["target"], page["candidates"], stays)
            tally.seconds += time.perf_counter() - start
            tally.right += answer in accepted
            tally.abstained += answer is None
            tally.wrong += answer is not None and answer not in accepted
            if answer not in accepted:
                said = "abstained" if answer is None else page["candidates"][answer]["xpath"]
                tally.misses.append(f"{site}: {case['target']['xpath']} -> {said}")
    for site, page in sites.items():
        for case in page["cases"]:
            rest = [one for index, one in enumerate(page["candidates"]) if index not in case["accepted"]]
            tally.false_heals += locate(case["target"], rest, stays_of(site)) is not None
    return tally


def rates(sites: Mapping[str, Any]) -> Stays:
    """How often each property stayed in these sites alone (Laplace's rule, so that none is 0 or 1)."""
    kept: Counter[str] = Counter()
    had: Counter[str] = Counter()
    for page in sites.values():
        for case in page["cases"]:
            now = fingerprint(page["candidates"][case["truth"]])
            for name, same in stayed(fingerprint(case["target"]), now).items():
                kept[name] += same
                had[name] += 1
    return Stays({**Stays().rates, **{name: (kept[name] + 1) / (had[name] + 2) for name in had}})


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--misses", action="store_true", help="also print each case that is not right")
    options = parser.parse_args(arguments)
    with gzip.open(options.data, "rt", encoding="utf-8") as file:
        sites = json.load(file)
    usual = score(sites, lambda _site: Stays())
    print(f"the product's rates:   {usual}", flush=True)
    others = {site: rates({name: page for name, page in sites.items() if name != site}) for site in sites}
    print(f"leaving one site out:  {score(sites, others.__getitem__)}")
    if options.misses:
        print(*usual.misses, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
