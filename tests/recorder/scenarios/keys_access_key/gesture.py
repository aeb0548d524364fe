"""A button's access key is one click."""


async def play(page, human):
    told = {
        "key": "k",
        "code": "KeyK",
        "windowsVirtualKeyCode": 75,
        "modifiers": 1,
        "unmodifiedText": "k",
        "text": "k",
    }
    await human.cdp.send("Input.dispatchKeyEvent", {"type": "keyDown", **told})
    await human.cdp.send("Input.dispatchKeyEvent", {"type": "keyUp", **told})
