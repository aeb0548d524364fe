"""Rows that come when the end of the list comes into view."""


async def play(page, human):
    await human.wheel("#list >> text='Row 5'", 3000)
    await human.until("document.getElementById('list').children.length === 60")
