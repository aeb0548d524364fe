"""A mask is drawn inside a frame, where only the frame's own page holds all of it."""


async def play(page, human):
    await page.click("button")
    frame = page.frame("list")
    await frame.wait_for_selector("body")
    await human.press("Alt+Shift+M")
    for _ in range(500):  # a person begins to draw when the cross shows under the pointer
        await page.mouse.move(74, 133)
        await page.mouse.move(73, 133)
        if await frame.query_selector("clerkwork-glass"):
            break
    await page.mouse.down()
    await page.mouse.move(173, 163, steps=3)
    await page.mouse.up()
    await human.press("Alt+Shift+B")
