"""A button of the page opens the dialog of an input that cannot be seen."""


async def play(page, human):
    async with page.expect_file_chooser() as choosing:
        await page.click("button")
    await (await choosing.value).set_files(
        {"name": "note.txt", "mimeType": "text/plain", "buffer": b"Toner 3 %"}
    )
