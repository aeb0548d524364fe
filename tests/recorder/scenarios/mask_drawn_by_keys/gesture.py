"""A mask is drawn by arrow keys alone: it begins in the middle, moves, grows with Shift, and is taken by Enter."""

WAYS = {"ArrowLeft": 30, "ArrowUp": 1, "Control+ArrowDown": 3, "Shift+ArrowRight": 4, "Shift+ArrowUp": 2}


async def play(page, human):
    await page.set_viewport_size({"width": 1000, "height": 700})
    await page.click("button")
    await page.evaluate("document.activeElement.blur()")
    await human.press("Alt+Shift+M", "ArrowRight")
    for key, times in WAYS.items():
        await human.press(*[key] * times)
    await human.press("Enter", "Alt+Shift+B")
