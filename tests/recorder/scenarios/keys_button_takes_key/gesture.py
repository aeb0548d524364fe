"""A button whose own script takes Enter and does something else than a click."""


async def play(page, human):
    await page.focus("#b")
    await human.press("Enter")
