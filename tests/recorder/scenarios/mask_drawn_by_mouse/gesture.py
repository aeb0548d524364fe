"""A mask is drawn from corner to corner on a scrolled page; one that is taken back by Esc is none."""


async def play(page, human):
    await page.click("button")
    await page.evaluate("scrollTo(0, 100)")
    box = await page.locator("#chart").bounding_box()
    x, y = round(box["x"]), round(box["y"])
    await human.press("Alt+Shift+M")
    await page.mouse.move(x + 300, y + 30)
    await page.mouse.down()
    await page.mouse.move(x + 400, y + 90, steps=3)
    await human.press("Escape")
    await page.mouse.up()
    await human.press("Alt+Shift+M")
    await page.mouse.move(x + 200, y + 120)
    await page.mouse.down()
    await page.mouse.move(x + 40, y + 20, steps=4)
    await page.mouse.up()
    await human.press("Alt+Shift+B")
