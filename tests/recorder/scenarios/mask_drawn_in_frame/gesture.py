"""A mask is drawn inside a frame, where only the frame's own page holds all of it."""


async def play(page, human):
    await page.click("button")
    await page.frame("list").wait_for_selector("body")
    await human.press("Alt+Shift+M")
    await page.mouse.move(73, 133)
    await page.mouse.down()
    await page.mouse.move(173, 163, steps=3)
    await page.mouse.up()
    await human.press("Alt+Shift+B")
