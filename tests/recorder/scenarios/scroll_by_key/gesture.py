"""Rows that come by the End key: scrolling is the step, not the key."""


async def play(page, human):
    await human.press("End")
    await human.until("document.getElementById('list').children.length === 45")
