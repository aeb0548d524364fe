"""What is typed into a password field is a secret of the bot."""

SECRETS = {"app_password": "geheim!42"}


async def play(page, human):
    await page.click("#n")
    await human.type("geheim!42")
    await page.click("button")
    await page.wait_for_url("**/in")
