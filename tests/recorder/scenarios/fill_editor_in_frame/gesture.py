"""A rich-text editor is a frame whose body is edited."""


async def play(page, human):
    await page.frame_locator("#editor").locator("body").click()
    await human.type("Please order two")
