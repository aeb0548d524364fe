"""An editable region with paragraphs."""


async def play(page, human):
    await page.click("#letter")
    await human.type("Dear all")
    await human.press("Enter")
    await human.type("thank you")
