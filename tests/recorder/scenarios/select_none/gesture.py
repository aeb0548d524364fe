"""The only chosen entry is taken back."""


async def play(page, human):
    await page.click("option:text-is('green')", modifiers=["Control"])
