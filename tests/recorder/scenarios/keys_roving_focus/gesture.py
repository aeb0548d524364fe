"""A tree that moves the focus itself from entry to entry."""


async def play(page, human):
    await page.focus("li")
    await human.press("ArrowDown", "ArrowDown", "Enter")
