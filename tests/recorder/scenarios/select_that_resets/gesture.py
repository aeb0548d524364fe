"""A list of commands whose handler puts it back: what the person chose counts."""


async def play(page, human):
    await page.focus("#n")
    await human.type("A")
