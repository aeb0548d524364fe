"""A double click is one step."""


async def play(page, human):
    await page.dblclick("#row")
