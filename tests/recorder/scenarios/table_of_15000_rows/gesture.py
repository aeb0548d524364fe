"""One button of fifteen thousand."""


async def play(page, human):
    await page.locator("tr", has_text="LT-12345").locator("button").click()
    await page.locator("tr", has_text="LT-00007").locator("button").click()
