"""Back to a form that was sent, to correct it and send it again."""


async def play(page, human):
    await page.click("#name")
    await human.type("Depot")
    await page.click("button")
    await page.wait_for_url("**/stored")
    await page.go_back()
    await page.click("#name")
    await page.keyboard.press("End")
    await human.type(" 2")
    await page.click("button")
    await page.wait_for_url("**/stored")
    await page.go_back()
    await page.wait_for_url("**/")
