"""The middle button is told apart from the left one."""


async def play(page, human):
    await page.click("button", button="middle")
