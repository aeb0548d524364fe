"""A frame that may do nothing but run scripts, as if of nobody's site."""


async def play(page, human):
    widget = page.frame_locator("iframe")
    await widget.locator("input").check()
    await widget.locator("button").click()
    await human.until("effect.length == 1")
