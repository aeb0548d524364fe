"""One click asks twice and tells once."""


async def play(page, human):
    answers = iter([True, False, True])
    page.on("dialog", lambda dialog: dialog.accept() if next(answers) else dialog.dismiss())
    await page.click("button")
