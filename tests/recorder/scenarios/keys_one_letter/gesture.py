"""Shortcuts of one letter, and of a sign that needs Shift."""


async def play(page, human):
    await human.press("c", "Shift+?")
