"""A page that stops every event at the document: the recorder was there before."""


async def play(page, human):
    await page.click("button")
