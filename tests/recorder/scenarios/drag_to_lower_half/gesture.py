"""Let go in the lower half of an entry, which means after it."""


async def play(page, human):
    await human.drag("text=Pump", "text=Valve", by=(0, 9))
