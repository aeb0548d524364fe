"""Keys of any keyboard: Playwright knows those of an American one, and gives other letters to fields only."""

from __future__ import annotations

from playwright.async_api import Page


async def type_keys(page: Page, text: str) -> None:
    """Press a key for each letter, where the focus is; the page hears of each of them."""
    for letter in text:
        await press_key(page, "Space" if letter == " " else letter)


async def press_key(page: Page, key: str) -> None:
    """Press a key or a chord in Playwright's spelling, or the key of any letter."""
    if knows(key):
        await page.keyboard.press(key)
        return
    session = await page.context.new_cdp_session(page)
    await session.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": key, "text": key})
    await session.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": key})
    await session.detach()


def knows(key: str) -> bool:
    """Whether Playwright can press it."""
    return len(key) > 1 or (key.isascii() and key.isprintable())
