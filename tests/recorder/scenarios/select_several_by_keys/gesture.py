"""A range of entries by Shift and arrow keys."""


async def play(page, human):
    await page.click("option:text-is('red')")
    await human.press("Shift+ArrowDown", "Shift+ArrowDown")
