"""A terminal in a page: there is no field, every action is a key."""


async def play(page, human):
    await human.type("hub")
    await human.press("Backspace")
    await human.type("g")
    await human.press("Tab")
    await human.type("a")
    await human.press("Enter")
    await human.type("7")
    await human.press("Enter", "F3")
