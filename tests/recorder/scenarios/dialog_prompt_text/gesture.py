"""A text is asked for and given."""


async def play(page, human):
    page.once("dialog", lambda dialog: dialog.accept("too dear: 20 €"))
    await page.click("button")
