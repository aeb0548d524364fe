"""A table that draws only the rows in view: the box is scrolled to a place."""


async def play(page, human):
    await human.wheel("#box", 1000)
    await human.until("document.getElementById('box').scrollTop === 1000")
    await page.click("text='Entry 55'")
