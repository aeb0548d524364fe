"""A form in an open shadow root."""


async def play(page, human):
    await page.click("order-form input")
    await human.type("3")
    await page.click("order-form button")
