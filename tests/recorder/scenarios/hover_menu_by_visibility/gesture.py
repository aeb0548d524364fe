"""A menu that a CSS rule makes visible."""


async def play(page, human):
    await page.hover("text=Reports")
    await page.click("text=Daily")
