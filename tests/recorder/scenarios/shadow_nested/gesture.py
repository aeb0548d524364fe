"""A shadow root in a shadow root."""


async def play(page, human):
    await page.focus("select")
    await human.press("ArrowDown")
    await page.click("text=Take")
