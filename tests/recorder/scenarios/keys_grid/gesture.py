"""A grid: arrows choose the cell, F2 opens it for typing, Enter takes the text."""


async def play(page, human):
    await page.focus("#grid")
    await human.press("ArrowDown", "ArrowRight", "F2")
    await human.type("5")
    await human.press("Enter")
