"""Several files at once, one of them empty."""


async def play(page, human):
    async with page.expect_file_chooser() as choosing:
        await page.click("#papers")
    files = [("invoice.txt", b"17,50"), ("order.txt", b"two chairs"), ("empty.txt", b"")]
    told = [{"name": name, "mimeType": "text/plain", "buffer": content} for name, content in files]
    await (await choosing.value).set_files(told)
