"""A grid drawn on a canvas, worked by keys only."""


async def play(page, human):
    await page.focus("#grid")
    await human.press("ArrowRight", "Space", "ArrowRight", "Delete")
