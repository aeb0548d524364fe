"""What a script clicks is no step: the bot's click makes it happen again."""


async def play(page, human):
    await page.click("#all")
