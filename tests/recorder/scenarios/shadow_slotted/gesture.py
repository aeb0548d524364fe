"""The page's own button, shown inside a shadow root."""


async def play(page, human):
    await page.click("text=Print")
