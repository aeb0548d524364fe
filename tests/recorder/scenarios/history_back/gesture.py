"""The browser's own back button."""


async def play(page, human):
    await page.click("a")
    await page.click("text=Mark one")
    await page.go_back()
    await page.click("text=Mark")
