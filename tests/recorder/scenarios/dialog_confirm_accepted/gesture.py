"""Yes is the answer."""


async def play(page, human):
    page.once("dialog", lambda dialog: dialog.accept())
    await page.click("button")
