"""The next page begins with a message."""


async def play(page, human):
    page.once("dialog", lambda dialog: dialog.accept())

    await page.click("a")
    await page.wait_for_url("**/other.html")
    await page.click("button")
