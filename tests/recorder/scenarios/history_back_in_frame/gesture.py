"""The back button leads back in a frame."""


async def play(page, human):
    frame = page.frame("work")
    await frame.click("text=Two")
    await frame.wait_for_url("**/two.html")
    await frame.click("text=Mark two")
    history = await human.cdp.send("Page.getNavigationHistory")
    before = history["entries"][history["currentIndex"] - 1]["id"]
    await human.cdp.send("Page.navigateToHistoryEntry", {"entryId": before})
    await frame.wait_for_url("**/one.html")
    await frame.click("text=Mark one")
