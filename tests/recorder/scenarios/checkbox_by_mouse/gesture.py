"""One box ticked, another one's tick taken away."""


async def play(page, human):
    await page.click("input >> nth=0")
    await page.click("#x")
