"""A field that formats its number when it is left keeps what was typed."""


async def play(page, human):
    await page.click("#n")
    await human.type("12.5")
    await human.press("Tab")
    await human.type("ok")
