"""A new frame takes the place of the one that is typed into, and has the focus."""


async def play(page, human):
    await page.frame_locator("iframe").locator("#name").click()
    await human.type("Dep")
    await human.until("frames[0].location.search == '?Dep' && frames[0].document.activeElement?.id == 'name'")
    await human.until("frames[0][Symbol.for('clerkwork.recorder')]")  # no hand is as quick as a script
    await human.type("ot")
