"""The page shows another one after a while; the next step waits for it."""


async def play(page, human):
    await page.click("button")
    await page.wait_for_url("**/two.html")
    await page.click("text=Mark two")
