"""The wrong file first: what counts is the last choice."""


async def play(page, human):
    for name in ("wrong.txt", "right.txt"):
        async with page.expect_file_chooser() as choosing:
            await page.click("#scan")
        await (await choosing.value).set_files(
            {"name": name, "mimeType": "text/plain", "buffer": name.encode()}
        )
    await page.click("button")
