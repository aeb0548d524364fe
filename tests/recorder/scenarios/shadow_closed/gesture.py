"""A form in a closed shadow root, which stays closed for the page."""


async def play(page, human):
    await page.click("order-form #q")
    await human.type("3")
    await page.click("order-form label:has-text('Express')")
    await page.click("order-form button")
