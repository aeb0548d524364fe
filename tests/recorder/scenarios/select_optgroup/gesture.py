"""An entry of a group."""


async def play(page, human):
    await page.focus("#n")
    await human.type("PH")
