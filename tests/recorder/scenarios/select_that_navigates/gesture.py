"""A list that is a menu of pages."""


async def play(page, human):
    await page.focus("#n")
    await human.press("ArrowDown")
    await page.wait_for_url("**/reports.html")
    await page.click("button")
