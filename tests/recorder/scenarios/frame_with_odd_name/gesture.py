"""A name with quotes, brackets and what else means something in a selector."""


async def play(page, human):
    odd = page.frame_locator("iframe").first
    await odd.locator("#name").click()
    await human.type("odd")
    await odd.locator("button").click()
