"""A column made wider by its edge."""


async def play(page, human):
    await human.drag("#edge", by=(60, 0))
