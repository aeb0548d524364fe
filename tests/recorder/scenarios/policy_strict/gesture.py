"""A policy that allows scripts of the server alone, and no frame, style or eval."""


async def play(page, human):
    await page.click("#name")
    await human.type("Depot")
    await page.focus("select")
    await human.press("ArrowDown")
    await page.click("button")
