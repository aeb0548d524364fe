"""A second list that the first one's handler builds anew."""


async def play(page, human):
    await page.focus("#k")
    await human.press("ArrowDown")
    await page.focus("#m")
    await human.press("ArrowDown", "ArrowDown")
    await page.focus("#k")
    await human.press("ArrowDown")
    await page.focus("#m")
    await human.press("ArrowDown")
