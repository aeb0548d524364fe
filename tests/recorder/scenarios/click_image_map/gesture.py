"""An area of an image map is clicked where the person clicked."""


async def play(page, human):
    await page.click("img", position={"x": 250, "y": 40}, force=True)
