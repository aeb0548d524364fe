"""A card dragged by a page that follows the mouse itself."""


async def play(page, human):
    await human.drag("#card", "#done")
