"""A radio button chosen by arrow keys."""


async def play(page, human):
    await page.focus("input >> nth=0")
    await human.press("Space", "ArrowDown", "ArrowDown")
