"""Scrolling in a box of its own makes it load more rows."""


async def play(page, human):
    await human.wheel("#box", 2000)
    await human.until("document.getElementById('box').children.length === 30")
    await page.click("text='Row 25'")
