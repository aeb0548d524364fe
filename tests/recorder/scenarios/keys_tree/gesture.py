"""A tree walked through by arrow keys."""


async def play(page, human):
    await page.focus("#tree")
    await human.press("ArrowDown", "ArrowDown", "ArrowUp", "ArrowRight", "Enter")
