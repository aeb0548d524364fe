"""The page has broken weak maps, time and chance."""


async def play(page, human):
    await page.click("#name")
    await human.type("Depot")
    await page.focus("select")
    await human.press("ArrowDown")
    await page.click("button")
