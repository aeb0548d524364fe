"""Enter in a field sends the form; the form's button is not clicked."""


async def play(page, human):
    await page.click("#n")
    await human.type("pump")
    await human.press("Enter")
    await page.wait_for_url("**/find")
