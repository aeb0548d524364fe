"""A list whose choice sends its form."""


async def play(page, human):
    await page.focus("#n")
    await human.press("ArrowDown")
    await page.wait_for_url("**/go")
