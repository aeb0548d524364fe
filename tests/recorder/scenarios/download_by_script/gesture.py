"""The page makes the file itself and clicks a link that nobody sees."""


async def play(page, human):
    async with page.expect_download() as downloading:
        await page.click("button")
    assert (await downloading.value).suggested_filename == "page.txt"
