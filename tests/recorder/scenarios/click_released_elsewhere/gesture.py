"""A press that is released beside the button is no click."""


async def play(page, human):
    await page.hover("#no")
    await page.mouse.down()
    await page.mouse.move(300, 90)
    await page.mouse.up()
    await page.click("#yes")
