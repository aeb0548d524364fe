"""Scrolling that only moves the page is no step."""


async def play(page, human):
    await human.wheel("#list >> text='Row 5'", 1500)
    await human.until("scrollY > 1000")
    await page.click("text='Row 45'")
