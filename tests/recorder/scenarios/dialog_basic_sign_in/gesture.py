"""Name and password are typed into the address; both are secrets of the bot."""

SECRETS = {"app_user": "clerk", "app_password": "geheim!42"}


async def play(page, human):
    here = page.url.removeprefix("http://")
    await page.goto(f"http://clerk:geheim%2142@{here}private/cases")
    await page.click("button")
