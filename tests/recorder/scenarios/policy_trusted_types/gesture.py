"""Texts may not become elements or scripts."""


async def play(page, human):
    await page.click("#name")
    await human.type("Depot")
    await page.focus("select")
    await human.press("ArrowDown")
    await page.click("button")
