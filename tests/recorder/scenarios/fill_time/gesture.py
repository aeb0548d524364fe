"""A time typed into the parts of a time field."""


async def play(page, human):
    await page.focus("#n")
    await human.type("0230PM")
