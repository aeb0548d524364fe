"""Two windows of the same address stand open; each gets its own text."""


async def play(page, human):
    async with page.expect_popup() as opening:
        await page.click("button")
    note_1 = await opening.value
    await note_1.wait_for_load_state()

    async with page.expect_popup() as opening:
        await page.click("button")
    note_2 = await opening.value
    await note_2.wait_for_load_state()

    await note_1.click("input")
    await note_1.keyboard.type("first")
    await note_2.click("input")
    await note_2.keyboard.type("second")
    await note_1.click("button")
    await note_2.click("button")
    await human.until("effect[2]")
