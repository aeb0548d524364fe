"""A slider dragged by its thumb is one step."""


async def play(page, human):
    await human.drag("#n", by=(60, 0))
