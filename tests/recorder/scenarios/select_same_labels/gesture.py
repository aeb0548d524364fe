"""Two entries of the same name in different groups."""


async def play(page, human):
    await page.focus("#n")
    await human.press("End")
