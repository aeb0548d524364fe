"""No is the answer."""


async def play(page, human):
    page.once("dialog", lambda dialog: dialog.dismiss())
    await page.click("button")
