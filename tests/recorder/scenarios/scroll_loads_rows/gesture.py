"""Scrolling to the end of the page makes it load more rows."""


async def play(page, human):
    await human.wheel("#list >> text='Row 5'", 3000)
    await human.until("document.getElementById('list').children.length === 50")
    await page.click("text='Row 47'")
