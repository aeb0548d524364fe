"""A menu entry that acts when the button goes down and takes itself away."""


async def play(page, human):
    await page.click("#archive")
