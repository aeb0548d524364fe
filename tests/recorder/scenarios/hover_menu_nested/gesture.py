"""A menu in a menu: both titles must be pointed at."""


async def play(page, human):
    await page.hover("text=Reports")
    await page.hover("text=Monthly")
    await page.click("text=May")
