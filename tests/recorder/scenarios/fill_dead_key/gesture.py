"""A dead key and a letter are one letter."""


async def play(page, human):
    await page.click("#n")
    await human.type("Caf")
    await human.cdp.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Dead", "code": "Equal"})
    await human.cdp.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": "Dead", "code": "Equal"})
    await human.compose("´", commit="é")
