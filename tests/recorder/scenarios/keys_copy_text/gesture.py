"""Copying with the keyboard in a field is no step."""


async def play(page, human):
    await page.click("#n")
    await human.press("Control+A", "Control+C")
    await page.click("button")
