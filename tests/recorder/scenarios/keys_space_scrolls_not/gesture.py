"""Keys that only scroll are no steps."""


async def play(page, human):
    await human.press("PageDown", "Space", "End")
    await page.click("button")
