"""Three frames of the same address without a name."""


async def play(page, human):
    second = page.frame_locator("iframe").nth(1)
    await second.locator("#name").click()
    await human.type("second")
    await second.locator("button").click()
    await page.frame_locator("iframe").nth(2).locator("button").click()
