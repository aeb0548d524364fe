"""Two clicks with more than a double click's interval between them are two steps."""


async def play(page, human):
    await page.click("#two")
    await page.wait_for_timeout(600)
    await page.click("#two")
