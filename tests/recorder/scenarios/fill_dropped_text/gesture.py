"""Marked text dragged into a field."""


async def play(page, human):
    await page.dblclick("#s")
    await human.drag("#s", "#n", steps=8)
