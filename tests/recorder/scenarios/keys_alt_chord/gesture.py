"""Alt with a letter, and with Shift too."""


async def play(page, human):
    await human.press("Alt+n", "Alt+Shift+A")
