"""A form is sent, and its answer is a file."""


async def play(page, human):
    await page.click("#month")
    await human.type("11")

    async with page.expect_download() as downloading:
        await page.click("button")
    assert (await downloading.value).suggested_filename == "report.csv"
