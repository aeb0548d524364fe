"""A shape inside a drawing that has handlers of its own."""


async def play(page, human):
    await page.click("rect >> nth=1")
