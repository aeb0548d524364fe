"""The page loads the file into a frame that cannot be seen."""


async def play(page, human):
    async with page.expect_download() as downloading:
        await page.click("button")
    assert (await downloading.value).suggested_filename == "frame.csv"
