"""Pointing at things on the way, with all their effects, is no step."""


async def play(page, human):
    await page.hover("text=Hint")
    await page.hover("#tip")
    await page.hover("button")
    await page.click("button")
