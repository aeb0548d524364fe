"""The page warns before it is left, and is left."""


async def play(page, human):
    await page.click("#text")
    await human.type("draft")
    page.once("dialog", lambda dialog: dialog.accept())

    await page.click("a")
    await page.wait_for_url("**/other.html")
