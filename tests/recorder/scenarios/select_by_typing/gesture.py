"""One choice by typing its beginning is one step."""


async def play(page, human):
    await page.focus("#n")
    await human.type("bern")
