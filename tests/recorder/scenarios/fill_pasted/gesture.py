"""Pasted text is text; the keys that copied and pasted it are no steps."""


async def play(page, human):
    await page.click("#a")
    await human.press("Control+A", "Control+C")
    await page.click("#b")
    await human.press("Control+V")
