"""Back twice, forward once."""


async def play(page, human):
    await page.click("text=One")
    await page.click("text=Two")
    await page.go_back()
    await page.go_back()
    await page.go_forward()
    await page.click("text=Mark one")
