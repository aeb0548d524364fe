"""A modal dialog element lies over the page."""


async def play(page, human):
    await page.click("text=Rename")
    await page.click("#name")
    await human.type("Depot")
    await page.click("text=OK")
