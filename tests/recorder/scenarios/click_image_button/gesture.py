"""An image button tells the server where it was hit."""


async def play(page, human):
    await page.click("input", position={"x": 75, "y": 10})
    await page.wait_for_url("**/place?*")
