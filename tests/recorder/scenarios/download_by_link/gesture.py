"""A link leads to a file."""


async def play(page, human):
    async with page.expect_download() as downloading:
        await page.click("a")
    assert (await downloading.value).suggested_filename == "list_2026-11.csv"
