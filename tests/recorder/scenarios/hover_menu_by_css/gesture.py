"""A menu that a CSS rule shows while its title is pointed at."""


async def play(page, human):
    await page.hover("text=Reports")
    await page.click("text=Daily")
