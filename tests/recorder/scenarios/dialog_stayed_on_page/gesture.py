"""The page warns before it is left; the person stays and stores."""


async def play(page, human):
    await page.click("#text")
    await human.type("draft")
    page.once("dialog", lambda dialog: dialog.dismiss())
    await page.click("a")
    await page.click("button")
