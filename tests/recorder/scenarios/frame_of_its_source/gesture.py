"""The page writes the frame's document into an attribute."""


async def play(page, human):
    preview = page.frame_locator("iframe")
    await preview.locator("#q").click()
    await human.type("12")
    await preview.locator("button").click()
