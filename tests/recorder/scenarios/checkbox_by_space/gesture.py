"""A box ticked by Space."""


async def play(page, human):
    await page.focus("#x")
    await human.press("Space")
