"""An image that sends the place of the click to the server."""


async def play(page, human):
    await page.click("img", position={"x": 150, "y": 25})
    await page.wait_for_url("**/place?*")
