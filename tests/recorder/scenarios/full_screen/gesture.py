"""A part of the page fills the screen for a while."""


async def play(page, human):
    await page.click("text=Large")
    await human.until("effect.length == 1")
    await page.click("text=Small")
    await human.until("effect.length == 2")
