"""A radio button chosen by a click on its label."""


async def play(page, human):
    await page.click("text=Return")
