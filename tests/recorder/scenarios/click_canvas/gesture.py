"""A click on a canvas keeps its place."""


async def play(page, human):
    await page.click("#plan", position={"x": 300, "y": 50})
