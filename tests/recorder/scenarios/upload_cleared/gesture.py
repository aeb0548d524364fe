"""A file is chosen, then taken away again by an empty choice."""


async def play(page, human):
    for files in ([{"name": "scan.txt", "mimeType": "text/plain", "buffer": b"page 1"}], []):
        async with page.expect_file_chooser() as choosing:
            await page.click("#scan")
        await (await choosing.value).set_files(files)
    await page.click("button")
