"""A list that its own handler replaces by a new one."""


async def play(page, human):
    await page.focus("select")
    await human.press("ArrowDown")
    await page.focus("select")
    await human.press("ArrowDown")
