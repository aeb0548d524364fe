"""A list that changes places with its neighbours while the mouse passes over them."""


async def play(page, human):
    await human.drag("text=One", "text=Three", steps=12)
