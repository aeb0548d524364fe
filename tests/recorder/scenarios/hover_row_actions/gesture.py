"""Buttons of a row that show only while the row is pointed at."""


async def play(page, human):
    await page.hover("text=LT-2")
    await page.click("tr >> nth=1 >> button")
