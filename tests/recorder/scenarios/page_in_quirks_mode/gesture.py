"""No doctype: classes without case, tables that know no font, tags left open."""


async def play(page, human):
    await page.click("#NAME")
    await human.type("Depot")
    await page.click("text=Store")
    await page.click("text=Chair")
    await page.click("text=Plan")
