"""However long the pause, typing into one field is one step."""


async def play(page, human):
    await page.click("#n")
    await human.type("Anna")
    await page.wait_for_timeout(700)
    await human.type(" Meyer")
