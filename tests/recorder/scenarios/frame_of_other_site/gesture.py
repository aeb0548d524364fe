"""A frame of another site, in a process of its own."""


async def play(page, human):
    pay = page.frame_locator("#other")
    await pay.locator("#iban").click()
    await human.type("DE75")
    await pay.locator("select").focus()
    await page.keyboard.press("ArrowDown")
    await pay.locator("button").click()
    await human.until("effect.length == 1")
