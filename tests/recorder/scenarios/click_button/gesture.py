"""A click on the bold word inside a button counts for the button."""


async def play(page, human):
    await page.click("#one b")
