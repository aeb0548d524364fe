"""A chord that the page understands, pressed while a field has the focus."""


async def play(page, human):
    await page.click("#n")
    await human.type("hello")
    await human.press("Control+Enter")
