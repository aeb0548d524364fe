"""Nobody can listen to anything any more."""


async def play(page, human):
    await page.click("#name")
    await human.type("Depot")
    await page.focus("select")
    await human.press("ArrowDown")
    await page.click("button")
