"""A month and a week."""


async def play(page, human):
    await page.focus("#m")
    await human.type("May")
    await human.press("Tab")
    await human.type("2026")
    await page.focus("#w")
    await human.type("212026")
