"""Finds every control of a site on another skin as a run would, and judges each find by the site's truth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from playwright.async_api import Browser, Locator, Page

from benchmarks.skins.sites import Plan, Scene
from benchmarks.skins.stage import Stage
from clerkwork.fixtures_sites.server import SiteServer
from clerkwork.runner.healing import Choice, Known, choose, recorded_beside
from clerkwork.runner.sight import Wanted, look
from clerkwork.selectors.collect import element
from clerkwork.selectors.identity import kind_of
from clerkwork.selectors.target import Target

How = Literal["held", "healed", "abstained"]
_Answer = tuple[Locator | None, str, How, str]
"""The element with its token, how it was found, and why."""

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
    """What the product made of one control: `right` is the truth's word, None when it abstained.

    `replaced` tells that another element would be healed onto if this one were not there.
    """

    control: str
    skin: int
    removed: bool
    how: How
    right: bool | None
    why: str
    replaced: bool = False

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
    search = _Search(stage, targets)
    return [await search.find(control) for control in scene.controls if control in targets]


class _Search:
    """The search for all controls of one scene, with the elements that were found so far."""

    def __init__(self, stage: Stage, targets: dict[str, Target]) -> None:
        self._stage = stage
        self._targets = targets
        self._taken: set[str] = set()

    async def find(self, control: str) -> Found:
        stage, taken = self._stage, frozenset(self._taken)
        removed = stage.truth.get(control) is None
        locator, token, how, why = await self._by_candidates(control)
        if locator is None:
            locator, token, how, why = await self._by_healing(control, taken)
        if locator is None:
            return Found(control, stage.number, removed, how, None, why)
        self._taken.add(token)
        right = await stage.is_right(locator, control)
        instead = (await self._by_healing(control, taken | {token}))[0] if right else None
        replaced = instead is not None and not await stage.is_right(instead, control)
        return Found(control, stage.number, removed, how, right, why, replaced)

    async def _by_candidates(self, control: str) -> _Answer:
        target = self._targets[control]
        seen, why = await look(self._stage.page, target, wanted_for(self._stage.plan, control, target))
        if seen is None or seen.found is None:
            return None, "", "abstained", why
        return seen.found.locator, seen.found.token, "held", seen.found.words

    async def _by_healing(self, control: str, taken: frozenset[str]) -> _Answer:
        target = self._targets[control]
        beside = recorded_beside(target, self._targets.values())
        wanted = wanted_for(self._stage.plan, control, target)
        choice = await choose(self._stage.page, target, wanted, Known(taken, beside=beside))
        if not isinstance(choice, Choice):
            return None, "", "abstained", choice.why if choice else "the page moved on"
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
