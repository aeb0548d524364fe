"""The address typed is kept, not the one to which it led."""


async def play(page, human):
    await page.goto(f"{page.url}old")
    await page.click("button")
