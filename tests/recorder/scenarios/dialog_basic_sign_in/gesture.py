"""The browser asks for name and password; both are secrets of the bot."""

SECRETS = {"app_user": "clerk", "app_password": "geheim!42"}


async def play(page, human):
    async def answer(asked):
        given = {"response": "ProvideCredentials", "username": "clerk", "password": "geheim!42"}
        told = {"requestId": asked["requestId"], "authChallengeResponse": given}
        await human.cdp.send("Fetch.continueWithAuth", told)

    async def pass_on(asked):
        await human.cdp.send("Fetch.continueRequest", {"requestId": asked["requestId"]})

    human.cdp.on("Fetch.authRequired", answer)
    human.cdp.on("Fetch.requestPaused", pass_on)
    await human.cdp.send("Fetch.enable", {"handleAuthRequests": True})
    await page.click("a")
    await page.click("button")
