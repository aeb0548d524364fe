"""Tab that makes the page show something, without its server."""


async def play(page, human):
    await page.click("#n")
    await human.type("80")
    await human.press("Tab")
