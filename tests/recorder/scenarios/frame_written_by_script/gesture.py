"""A frame without an address, written by script."""


async def play(page, human):
    sheet = page.frame_locator("#sheet")
    await sheet.locator("input").click()
    await human.type("99")
    await sheet.locator("button").click()
