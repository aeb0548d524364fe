"""A number typed, then raised by an arrow key."""


async def play(page, human):
    await page.click("#n")
    await human.press("Control+A")
    await human.type("12")
    await human.press("ArrowUp", "ArrowUp")
