"""Each press loads the frame anew."""


async def play(page, human):
    for number in ("1", "2"):
        work = page.frame("work")
        await work.click("#name")
        await human.type(number)
        await work.click("button")
        await work.wait_for_function(f"document.title == 'Form {number}'")
