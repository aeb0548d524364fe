"""A file is chosen in the dialog that the button of a file input opens."""


async def play(page, human):
    async with page.expect_file_chooser() as choosing:
        await page.click("#proof")
    await (await choosing.value).set_files({"name": "proof.txt", "mimeType": "text/plain", "buffer": b"paid"})
