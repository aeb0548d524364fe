"""Finds every control of a site on another skin as a run would, and judges each find by the site's truth."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from playwright.async_api import Browser, Locator, Page

from benchmarks.skins.sites import Plan, Scene
from benchmarks.skins.stage import Stage
from clerkwork.fixtures_sites.server import SiteServer
from clerkwork.runner.healing import choose
from clerkwork.runner.sight import Wanted, look
from clerkwork.selectors.collect import element
from clerkwork.selectors.heal import Abstained
from clerkwork.selectors.identity import kind_of
from clerkwork.selectors.target import Target

How = Literal["held", "healed", "abstained"]

_DEEDS = {
    "text": "fill",
    "select": "select",
    "checkbox": "check",
    "radio": "check",
    "file": "upload",
    "button": "click",
    "link": "click",
}
"""The action key of a step on such an element; all else is read."""


@dataclass(frozen=True)
class Found:
    """What the product made of one control: `right` is the truth's word, None when it abstained."""

    control: str
    skin: int
    removed: bool
    how: How
    right: bool | None
    why: str

    @property
    def wrong(self) -> bool:
        return self.right is False


async def describe_all(stage: Stage) -> dict[str, Target]:
    """Every control of every scene as a recorder would write it on this skin, where the skin has it."""
    targets: dict[str, Target] = {}
    for scene in stage.plan.scenes:
        await stage.show(scene)
        for control in scene.controls:
            if stage.truth.get(control) is not None:
                targets[control] = await stage.describe(control)
    return targets


async def find_all(stage: Stage, targets: dict[str, Target]) -> list[Found]:
    """The same controls on this stage's skin."""
    found: list[Found] = []
    for scene in stage.plan.scenes:
        await stage.show(scene)
        found += await _find_in(stage, scene, targets)
    return found


async def _find_in(stage: Stage, scene: Scene, targets: dict[str, Target]) -> list[Found]:
    """One after the other; an element that is one target already is no other's."""
    taken: dict[str, str] = {}
    found: list[Found] = []
    for control in (name for name in scene.controls if name in targets):
        locator, token, how, why = await _find(stage, control, targets[control], frozenset(taken))
        right = None if locator is None else await stage.is_right(locator, control)
        if token:
            taken[token] = control
        removed = stage.truth.get(control) is None
        found.append(Found(control, stage.number, removed, how, right, why))
    return found


async def _find(
    stage: Stage, control: str, target: Target, taken: frozenset[str]
) -> tuple[Locator | None, str, How, str]:
    wanted = wanted_for(stage.plan, control, target)
    seen, why = await look(stage.page, target, wanted)
    if seen is not None and seen.found is not None:
        return seen.found.locator, seen.found.token, "held", seen.found.words
    choice = await choose(stage.page, target, wanted, taken)
    if choice is None or isinstance(choice, Abstained):
        return None, "", "abstained", choice.why if choice else why
    token = choice.verdict.element.token
    return element(choice.frame, token), token, "healed", choice.verdict.why


def wanted_for(plan: Plan, control: str, target: Target) -> Wanted:
    """What a bot's step asks for when it works on the control."""
    kind = kind_of(target.fingerprint)
    return Wanted(
        control,
        row=plan.rows.get(control),
        named=plan.named.get(control),
        hidden=kind == "file",
        deed=_DEEDS.get(kind, "read"),
        commit=control in plan.commits,
    )


async def compare(
    browser: Browser, site: SiteServer, plan: Plan, recorded_on: int, skins: Iterable[int]
) -> list[Found]:
    """Describe all controls on one skin and find them on the others."""
    page = await _new_page(browser)
    targets = await describe_all(await Stage.on(page, site, plan, recorded_on))
    await page.context.close()
    found: list[Found] = []
    for number in skins:
        page = await _new_page(browser)
        found += await find_all(await Stage.on(page, site, plan, number), targets)
        await page.context.close()
    return found


async def _new_page(browser: Browser) -> Page:
    return await (await browser.new_context(viewport={"width": 1280, "height": 900})).new_page()
