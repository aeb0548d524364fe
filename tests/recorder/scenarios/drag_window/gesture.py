"""A window inside the page moved by its title."""


async def play(page, human):
    await human.drag("#bar", by=(100, 50))
