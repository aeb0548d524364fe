"""Only the part behind # is typed anew: the document stays."""


async def play(page, human):
    await page.goto(f"{page.url}#orders")
    await human.until("view.textContent == 'now #orders'")
    await page.click("button")
