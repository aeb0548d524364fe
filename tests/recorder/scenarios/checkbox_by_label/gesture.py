"""Boxes ticked by their labels, around the box and beside it."""


async def play(page, human):
    await page.click("text=Urgent")
    await page.click("text=Insured")
