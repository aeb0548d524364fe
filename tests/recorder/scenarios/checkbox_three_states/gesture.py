"""A box with a third state, which its page goes through click by click."""


async def play(page, human):
    await page.click("#x")
    await page.wait_for_timeout(600)
    await page.click("#x")
