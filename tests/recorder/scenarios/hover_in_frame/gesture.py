"""A menu inside a frame that shows while its title is pointed at."""


async def play(page, human):
    frame = page.frame_locator("#f")
    await frame.locator("text=Stock").hover()
    await frame.locator("text=Count").click()
