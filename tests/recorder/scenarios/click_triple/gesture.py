"""A triple click, which marks a whole line, is one step."""


async def play(page, human):
    await page.click("#line", click_count=3)
