"""A form is sent into a new window."""


async def play(page, human):
    await page.click("#number")
    await human.type("4711")

    async with page.expect_popup() as opening:
        await page.click("button")
    popup = await opening.value

    await popup.click("text=Good")
    await human.until("effect")
