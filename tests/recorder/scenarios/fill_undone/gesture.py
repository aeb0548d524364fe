"""Control+Z takes back a part of what was typed."""


async def play(page, human):
    await page.click("#n")
    await human.press("Control+A")
    await human.type("New")
    await human.press("Control+Z")
