"""A row of a table dragged onto a folder: the row tells which."""


async def play(page, human):
    await human.drag("text=Order 8", "#old")
