"""The label of an invisible input is dressed up as a button."""


async def play(page, human):
    async with page.expect_file_chooser() as choosing:
        await page.click("label")
    await (await choosing.value).set_files(
        {"name": "bild 1.png", "mimeType": "image/png", "buffer": bytes(range(200)) * 10}
    )
