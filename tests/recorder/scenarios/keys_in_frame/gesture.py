"""A shortcut that a frame listens for."""


async def play(page, human):
    await page.frame_locator("#f").locator("h2").focus()
    await human.press("F6")
