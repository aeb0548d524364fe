"""Two frames bear the same name."""


async def play(page, human):
    right = page.frame_locator("[title=Right]")
    await right.locator("#name").click()
    await human.type("right")
    await right.locator("button").click()
