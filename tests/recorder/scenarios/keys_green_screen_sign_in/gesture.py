"""A sign-in at a terminal in a page: wrong at first, then right; the password's keys are in no file."""

ORDER = {"secrets": ["host_password"]}
SECRETS = {"host_password": "clerk-pass-7"}


async def play(page, human):
    for name, password in (("clerk", "clerk-past"), ("Cla b", "clerk-pas")):
        await human.type(name)
        await human.press("Tab")
        await human.type(password)
        if name == "Cla b":
            await human.type("x")
            await human.press("Backspace")
            await human.type("s-7")
        await human.press("Enter")
