"""A text is asked for and refused."""


async def play(page, human):
    page.once("dialog", lambda dialog: dialog.dismiss())
    await page.click("button")
