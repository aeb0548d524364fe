"""A link without a size of its own cannot be clicked; its child can."""


async def play(page, human):
    await page.click("span")
