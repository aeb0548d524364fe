"""A slider moved by arrow keys is one step."""


async def play(page, human):
    await page.focus("#n")
    await human.press("ArrowRight", "ArrowRight", "ArrowRight")
