"""A field that puts separators in while one types."""


async def play(page, human):
    await page.click("#n")
    await human.type("030123456")
