"""An address typed, with query and fragment."""


async def play(page, human):
    await page.click("button")
    await page.goto(f"{page.url}item.html?number=17#details")
    await page.click("text=Mark")
