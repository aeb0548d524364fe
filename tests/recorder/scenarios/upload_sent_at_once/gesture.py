"""Each file goes to the server as soon as it is chosen; two choices are two steps."""


async def play(page, human):
    for number in ("1", "2"):
        async with page.expect_file_chooser() as choosing:
            await page.click("#list")
        told = {"name": f"list_{number}.txt", "mimeType": "text/plain", "buffer": number.encode()}
        await (await choosing.value).set_files(told)
        await human.until(f"effect.length == {number}")
