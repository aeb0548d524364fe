"""An entry of a list dragged to the place of another one."""


async def play(page, human):
    await human.drag("text=Filter", "text=Pump")
