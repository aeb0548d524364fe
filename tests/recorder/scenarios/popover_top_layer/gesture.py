"""A menu in the top layer, closed by a press beside it."""


async def play(page, human):
    await page.click("text=More")
    await page.click("text=Move")
    await page.click("text=More")
    await page.click("text=Copy")
    await page.mouse.click(500, 500)
    await human.until("!menu.matches(':popover-open')")
