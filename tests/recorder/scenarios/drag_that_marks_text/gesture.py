"""Marking text with the mouse moves nothing and is no step."""


async def play(page, human):
    box = await page.locator("#p").bounding_box()
    await page.mouse.move(box["x"] + 5, box["y"] + 8)
    await page.mouse.down()
    await page.mouse.move(box["x"] + 120, box["y"] + 8, steps=4)
    await page.mouse.up()
    await page.click("button")
