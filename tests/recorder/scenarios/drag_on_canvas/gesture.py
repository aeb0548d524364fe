"""A line drawn on a canvas."""


async def play(page, human):
    box = await page.locator("#sheet").bounding_box()
    await page.mouse.move(box["x"] + 30, box["y"] + 40)
    await page.mouse.down()
    await page.mouse.move(box["x"] + 150, box["y"] + 120, steps=4)
    await page.mouse.up()
