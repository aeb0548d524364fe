"""A frame of another site that holds frames: one of its own, and one of the first site."""


async def play(page, human):
    portal = page.frame_locator("#other")
    inner = portal.frame_locator("#own")
    await inner.locator("input").click()
    await human.type("7")
    await inner.locator("button").click()
    await portal.frame_locator("#back").locator("button").click()
    await human.until("effect.length == 2")
