"""Each choice and each press has the whole panel drawn anew."""


async def play(page, human):
    await page.focus("select")
    await human.press("ArrowDown")
    await human.until("panel.innerText.includes('Add chair')")
    await page.click("input")
    await human.type("4")
    await page.click("button")
    await page.click("button")
