"""Text that comes from no key (an emoji panel, a password manager) is typed text all the same."""


async def play(page, human):
    await page.focus("#u")
    await human.insert("clerk")
    await page.focus("#m")
    await human.insert("🙂")
