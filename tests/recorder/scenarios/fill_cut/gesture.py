"""Text cut from one field and pasted into another: both are filled."""


async def play(page, human):
    await page.click("#a")
    await human.press("Control+A", "Control+X")
    await page.click("#b")
    await human.press("Control+V")
