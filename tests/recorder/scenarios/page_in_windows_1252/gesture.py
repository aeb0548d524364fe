"""Umlauts, dashes and the euro in the page's own old encoding."""


async def play(page, human):
    await page.click("#gr")
    await human.type("5 € – „groß“")
    await page.click("a")
    await page.click("[type=submit]")
