"""Text through an input method is what it became, not what was shown meanwhile."""


async def play(page, human):
    await page.click("#n")
    await human.compose("n", "ni", "nih", "nihon", "日本", commit="日本")
    await human.compose("g", "go", "ご", commit="語")
