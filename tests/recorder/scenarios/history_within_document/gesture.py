"""Back and forward on a page that makes its addresses itself."""


async def play(page, human):
    await page.click("a")
    await page.click("button")
    await page.go_back()
    await human.until("view.textContent == 'home'")
    await page.click("button")
    await page.go_forward()
    await human.until("view.textContent == 'parts'")
    await page.click("button")
