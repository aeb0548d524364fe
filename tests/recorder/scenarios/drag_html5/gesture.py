"""A card dragged into another column by the browser's own drag and drop."""


async def play(page, human):
    await human.drag("#card", "#done")
