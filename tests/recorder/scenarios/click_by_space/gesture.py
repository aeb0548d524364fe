"""Space on a focused button is one click, also when a key handler looks on."""


async def play(page, human):
    await page.focus("#go")
    await human.press("Space")
