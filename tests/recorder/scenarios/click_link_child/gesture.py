"""A picture inside a link counts for the link."""


async def play(page, human):
    await page.click("rect")
    await page.wait_for_url("**/next.html")
