"""The cross of a search field takes the text away."""


async def play(page, human):
    box = await page.locator("#n").bounding_box()
    await page.mouse.click(box["x"] + box["width"] - 9, box["y"] + box["height"] / 2)
