"""The file comes by a tab that opens and closes by itself."""


async def play(page, human):
    async with page.context.expect_event("page") as opening:
        await page.click("a")
    tab = await opening.value
    if not tab.is_closed():
        await tab.wait_for_event("close")
    await page.click("button")
