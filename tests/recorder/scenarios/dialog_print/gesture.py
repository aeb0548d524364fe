"""The print dialog must not stop the bot."""


async def play(page, human):
    await page.click("button")
