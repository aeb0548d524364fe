"""A hint lies over the field and takes the press."""


async def play(page, human):
    await page.click("#hint")
    await human.type("Ulm")
