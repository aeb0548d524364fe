"""Control+S outside of any field."""


async def play(page, human):
    await human.press("Control+s")
