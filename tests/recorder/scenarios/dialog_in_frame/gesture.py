"""A page within the page asks."""


async def play(page, human):
    page.once("dialog", lambda dialog: dialog.accept())
    await page.frame_locator("iframe").locator("button").click()
