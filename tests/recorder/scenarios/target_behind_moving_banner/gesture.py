"""A banner comes late and pushes everything down."""


async def play(page, human):
    await human.until("banner.textContent")
    await page.click("text=Right")
    await page.click("text=Left")
