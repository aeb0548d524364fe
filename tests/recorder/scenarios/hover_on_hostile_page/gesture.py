"""A page that broke the browser's own functions: pointing, dragging and typing are recorded all the same."""


async def play(page, human):
    await page.mouse.move(30, 17)
    await page.mouse.move(180, 17)
    await page.locator("#count").click()
    await page.click("#n")
    await human.type("abc")
