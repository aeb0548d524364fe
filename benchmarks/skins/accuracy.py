"""How many controls of the mock sites are found after each redesign: `python -m benchmarks.skins.accuracy [FROM]...`.

Every control of every page is described on the skin FROM (1 by default; `all` takes each in turn) as the
recorder does it, then looked for on every other skin as a run does it: by its candidates, else by healing. The
site's own truth says whether the element is the right one. A control that the skin has taken out must be
abstained from; and each that was found is taken out in turn, to see whether another would be taken for it.
Prints a table in Markdown, then each control that was not found, with the reason.
"""

import asyncio
import sys
from collections.abc import Sequence

from playwright.async_api import async_playwright

from benchmarks.skins.judge import Found, compare
from benchmarks.skins.sites import PLANS, Plan
from clerkwork.browser.launch import launch
from clerkwork.fixtures_sites.server import SiteServer
from clerkwork.selectors.engine import register

HEAD = (
    "| site | from | to | controls | by candidates | healed | abstained | wrong | removed: abstained "
    "| taken out by us: healed onto another |\n|---|---|---|---|---|---|---|---|---|---|"
)


async def measure(recorded_on: Sequence[int]) -> list[tuple[Plan, int, list[Found]]]:
    """Everything found, by plan and the skin that it was recorded on."""
    measured = []
    async with async_playwright() as playwright:
        await register(playwright)
        async with launch(playwright) as browser:
            for plan in PLANS:
                async with SiteServer(plan.site) as site:
                    for first in recorded_on or plan.skins:
                        others = [number for number in plan.skins if number != first]
                        measured.append((plan, first, await compare(browser, site, plan, first, others)))
    return measured


def row(plan: Plan, first: int, skin: int, found: Sequence[Found]) -> str:
    there = [one for one in found if not one.removed]
    gone = [one for one in found if one.removed]
    kinds = [
        sum(one.how == how and not one.wrong for one in there) for how in ("held", "healed", "abstained")
    ]
    left = f"{sum(one.how == 'abstained' for one in gone)} of {len(gone)}" if gone else "–"
    replaced = f"{sum(one.replaced for one in there)} of {sum(one.right is True for one in there)}"
    cells = (plan.site, first, skin, len(there), *kinds, sum(one.wrong for one in found), left, replaced)
    return f"| {' | '.join(map(str, cells))} |"


def summary(found: Sequence[Found]) -> str:
    there = [one for one in found if not one.removed]
    gone = [one for one in found if one.removed]
    right = sum(one.right is True for one in there)
    held = sum(one.right is True and one.how == "held" for one in there)
    return (
        f"{right} of {len(there)} controls found ({right / len(there):.1%}), {held} of them by candidates and "
        f"{right - held} healed; {sum(one.wrong for one in found)} wrong; "
        f"{sum(one.how == 'abstained' for one in gone)} of {len(gone)} removed controls abstained from; "
        f"with the right element taken out, {sum(one.replaced for one in there) / max(right, 1):.1%} are healed "
        "onto another"
    )


def main(words: Sequence[str]) -> int:
    """Exit code 1 when anything is wrong: a control taken for another, or one found that is gone."""
    measured = asyncio.run(measure([] if list(words) == ["all"] else [int(word) for word in words] or [1]))
    print(HEAD)
    for plan, first, found in measured:
        for skin in plan.skins:
            mine = [one for one in found if one.skin == skin]
            if mine:
                print(row(plan, first, skin, mine))
    everything = [one for _, _, found in measured for one in found]
    print(f"\n{summary(everything)}")
    for plan, first, found in measured:
        for one in found:
            if one.wrong or one.replaced or (one.how == "abstained" and not one.removed):
                verdict = "WRONG" if one.wrong else "replaced" if one.replaced else one.how
                print(f"  {plan.site} {first} to {one.skin}, {one.control}: {verdict}: {one.why}")
    return 1 if any(one.wrong for one in everything) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
