"""An id that now belongs to another button is a miss: the bot stops, or finds the right one by other means."""

from __future__ import annotations

from clerkwork.bots.bot import Targets
from clerkwork.bots.load import load_bundle
from clerkwork.bots.save import save_targets
from clerkwork.runner.state import RunState

PAGE = """<title>Invoice</title><h1>Invoice 4711</h1>
<button id="{approve}" onclick="fetch('/pressed/approve')">Approve</button>
<button id="{reject}" onclick="fetch('/pressed/reject')">Reject</button>"""
RECORDED = PAGE.format(approve="btnFirst", reject="btnSecond")
SWAPPED = PAGE.format(approve="btnSecond", reject="btnFirst")


async def _taught(pages, page, teacher, *, only_by_id: bool, healing: str = "ask", timeout: float = 1.5):
    pages.content = {"/": RECORDED, "/pressed/approve": "", "/pressed/reject": ""}
    await page.goto(f"{pages.url}/")
    await teacher.learn("approve", page.get_by_role("button", name="Approve"))
    bundle = teacher.bundle(
        [{"open": "app:/"}, {"click": "approve", "after": "requests"}],
        systems={"app": {"url": pages.url}},
        timeout=timeout,
    )
    if only_by_id:
        target = bundle.targets.targets["approve"]
        by_id = tuple(one for one in target.candidates if one.by == "id")
        assert by_id
        save_targets(
            bundle.folder,
            Targets(targets={"approve": target.model_copy(update={"candidates": by_id, "healing": healing})}),
        )
        bundle = load_bundle(bundle.folder)
    pages.content["/"] = SWAPPED
    pages.asked.clear()
    return bundle


async def test_with_the_ids_swapped_the_right_button_is_still_pressed(pages, page, teacher, run) -> None:
    outcome = await run(await _taught(pages, page, teacher, only_by_id=False))
    assert outcome.state is RunState.DONE
    assert [path for path in pages.asked if "pressed" in path] == ["GET /pressed/approve"]


async def test_a_bot_that_knows_only_the_id_stops_and_presses_nothing(pages, page, teacher, run) -> None:
    outcome = await run(await _taught(pages, page, teacher, only_by_id=True, healing="off"))
    assert outcome.state is RunState.APPLICATION_EXCEPTION
    assert "'Reject'" in outcome.why
    assert [path for path in pages.asked if "pressed" in path] == []


async def test_healing_presses_the_right_one_whoever_has_the_id_now(pages, page, teacher, run) -> None:
    outcome = await run(await _taught(pages, page, teacher, only_by_id=True, timeout=10))
    assert outcome.state is RunState.NEEDS_REVIEW
    assert [path for path in pages.asked if "pressed" in path] == ["GET /pressed/approve"]
