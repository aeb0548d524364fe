"""The frame is there from the beginning, but shown by a click."""


async def play(page, human):
    await page.click("text=Details")
    await page.frame_locator("iframe").locator("#name").click()
    await human.type("shown")
    await page.frame_locator("iframe").locator("button").click()
