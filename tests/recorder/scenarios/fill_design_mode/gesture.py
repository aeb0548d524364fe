"""An old editor that switches its frame's document into design mode."""


async def play(page, human):
    await page.frame_locator("#editor").locator("body").click()
    await human.type("Checked")
