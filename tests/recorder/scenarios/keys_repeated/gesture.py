"""A key held down repeats; each repetition counts."""


async def play(page, human):
    await page.focus("#dial")
    await page.keyboard.down("ArrowUp")
    await page.keyboard.down("ArrowUp")
    await page.keyboard.down("ArrowUp")
    await page.keyboard.up("ArrowUp")
