"""Leaving the field draws the button anew under the pressed mouse: the first press does nothing but that."""


async def play(page, human):
    await page.click("input")
    await human.type("12")
    await page.click("button")
    await page.click("button")
