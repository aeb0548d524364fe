"""A cell turns into a field as soon as it has the focus."""


async def play(page, human):
    await page.click("#cell")
    await human.until("document.activeElement.tagName == 'INPUT'")
    await human.type("15")
    await page.click("button")
