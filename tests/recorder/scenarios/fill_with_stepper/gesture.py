"""A number raised by the small arrows of its field."""


async def play(page, human):
    box = await page.locator("#n").bounding_box()
    await page.mouse.move(box["x"] + 50, box["y"] + 12)
    await page.mouse.click(box["x"] + box["width"] - 10, box["y"] + 7)
    await page.wait_for_timeout(600)
    await page.mouse.click(box["x"] + box["width"] - 10, box["y"] + 7)
