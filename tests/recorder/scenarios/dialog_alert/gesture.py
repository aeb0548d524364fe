"""A message that waits for OK."""


async def play(page, human):
    page.once("dialog", lambda dialog: dialog.accept())
    await page.click("button")
