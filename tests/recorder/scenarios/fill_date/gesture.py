"""A date typed into the parts of a date field."""


async def play(page, human):
    await page.focus("#n")
    await human.type("05172026")
