"""Escape closes what is open."""


async def play(page, human):
    await human.press("Escape")
