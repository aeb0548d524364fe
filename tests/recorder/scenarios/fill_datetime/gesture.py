"""Day and time in one field."""


async def play(page, human):
    await page.focus("#n")
    await human.type("05172026")
    await human.press("Tab")
    await human.type("0230PM")
