"""A box that is not to be seen, with a drawn one in its label."""


async def play(page, human):
    await page.click("i")
