"""A page tells the browser to go on after a while."""


async def play(page, human):
    await page.click("button")
    await page.wait_for_url("**/two.html")
    await page.click("text=Mark two")
