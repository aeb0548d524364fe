"""The list is opened by a click, walked through and closed by Enter."""


async def play(page, human):
    await page.click("#n")
    await human.press("ArrowDown", "ArrowDown", "Enter")
