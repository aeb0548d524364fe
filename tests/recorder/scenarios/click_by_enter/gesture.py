"""Enter on a focused button is one click."""


async def play(page, human):
    await page.focus("#go")
    await human.press("Enter")
