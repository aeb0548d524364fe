"""Text of several lines pasted into a textarea, and into a field that keeps one line of it."""


async def play(page, human):
    await page.click("#a")
    await human.press("Control+A", "Control+C")
    await page.click("#b")
    await human.press("Control+V")
    await page.click("#c")
    await human.press("Control+V")
