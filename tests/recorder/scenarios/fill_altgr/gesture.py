"""Characters by AltGr are text, and AltGr is no key of its own."""


async def play(page, human):
    await page.click("#n")
    await human.type("anna")
    altgr = {"key": "AltGraph", "code": "AltRight"}
    await human.cdp.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **altgr})
    for key, code in (("@", "KeyQ"), ("€", "KeyE")):
        told = {"key": key, "code": code}
        await human.cdp.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": key, **told})
        await human.cdp.send("Input.dispatchKeyEvent", {"type": "keyUp", **told})
    await human.cdp.send("Input.dispatchKeyEvent", {"type": "keyUp", **altgr})
