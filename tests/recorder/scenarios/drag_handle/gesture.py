"""The handle of a slider that the page draws itself."""


async def play(page, human):
    await human.drag("#handle", by=(140, 0))
