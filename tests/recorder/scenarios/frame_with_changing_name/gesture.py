"""Name and id of the frame are made anew on each load."""


async def play(page, human):
    work = page.frame_locator("[title=Work]")
    await work.locator("#name").click()
    await human.type("same")
    await work.locator("button").click()
