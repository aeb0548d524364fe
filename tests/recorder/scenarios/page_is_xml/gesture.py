"""A page in XHTML: its names are in lower case, and document.write does not exist."""


async def play(page, human):
    await page.click("a")

    await page.click("#name")
    await human.type("Depot")
    await page.focus("select")
    await human.press("ArrowDown")
    await page.click("button")
