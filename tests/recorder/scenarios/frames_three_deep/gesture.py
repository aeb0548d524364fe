"""Framesets in framesets: a link in one opens a form in another."""


async def play(page, human):
    menu = page.frame("menu")
    await menu.click("a")
    work = page.frame("work")
    await work.wait_for_url("**/form.html")
    await work.click("#name")
    await human.type("Depot")
    await work.click("button")
