"""The page warns before it is left; the person stays and stores."""


async def play(page, human):
    await page.click("#text")
    await human.type("draft")
    async with page.expect_event("dialog") as asking:
        await page.click("a", no_wait_after=True)
    await (await asking.value).dismiss()
    await page.click("button")
