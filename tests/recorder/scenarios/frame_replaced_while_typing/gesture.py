"""A new frame takes the place of the one that is typed into, and has the focus. Its page has spoken to the frame while
that was empty: then two documents have one window, and the second one finds no listeners on it."""


async def play(page, human):
    await page.frame_locator("iframe").locator("#name").click()
    await human.type("Dep")
    await human.until("frames[0].location.search == '?Dep' && frames[0].document.activeElement?.id == 'name'")
    await human.until(
        "frames[0][Symbol.for('clerkwork.recorder')]?.hears()"
    )  # no hand is as quick as a script
    await human.type("ot")
