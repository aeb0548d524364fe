"""The page lets no event through to anyone."""


async def play(page, human):
    await page.click("#name")
    await human.type("Depot")
    await page.focus("select")
    await human.press("ArrowDown")
    await page.click("button")
