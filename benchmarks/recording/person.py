"""What the person does on the page: the same gestures every time, at a person's pace, with trusted events."""

import asyncio
from dataclasses import dataclass

from playwright.async_api import Page

PAUSE = 0.3
"""Seconds between two gestures; somebody who works fast needs that long to aim."""

KEY_PAUSE = 0.08
"""Seconds between two keys; 120 words a minute."""

_ROWS = (2, 5, 9)

_PLACES = """() => {
  const seen = (box) => box.top > 0 && box.bottom < innerHeight && box.width > 0;
  const middle = (box) => [box.left + box.width / 2, box.top + box.height / 2];
  const rows = [...document.querySelectorAll("tbody tr")];
  const height = rows[1].getBoundingClientRect().top - rows[0].getBoundingClientRect().top;
  const first = Math.max(0, Math.ceil(-rows[0].getBoundingClientRect().top / height));
  const row = (one) => [...one.querySelectorAll("input, a, button, td.state")].map((e) => middle(e.getBoundingClientRect()));
  const fields = ["number", "holder", "state", "archived"].map((name) => document.forms.filter[name]);
  return {
    fields: [...fields, document.getElementById("apply")].map((e) => middle(e.getBoundingClientRect())),
    rows: rows.slice(first, first + 20).filter((one) => seen(one.getBoundingClientRect())).map(row),
  };
}"""


@dataclass(frozen=True)
class Person:
    """Somebody at the page."""

    page: Page

    async def work(self) -> None:
        """Fills the form, works in the first rows, scrolls far down and works there."""
        places = await self.page.evaluate(_PLACES)
        number, holder, state, archived, apply = places["fields"]
        await self._type(number, "LT-0")
        await self._type(holder, "meyer")
        await self._press("Tab")
        await self._press("ArrowDown")
        await self._press("ArrowDown")
        await self._click(state)
        await self._press("Escape")
        await self._click(archived)
        await self._click(apply)
        await self._rows(places["rows"])
        await self._scroll()
        await self._rows((await self.page.evaluate(_PLACES))["rows"])

    async def _rows(self, rows: list[list[list[float]]]) -> None:
        for at in _ROWS:
            for place in rows[at]:  # box, link, cell, button
                await self._click(place)
        await self._click(rows[2][0])
        await self._press("Space")
        await self._press("Tab")
        await self._press("F9")

    async def _scroll(self) -> None:
        for _ in range(5):
            await self.page.mouse.wheel(0, 50_000)
            await asyncio.sleep(PAUSE)

    async def _click(self, place: list[float]) -> None:
        x, y = place
        await self.page.mouse.move(x, y, steps=3)
        await asyncio.sleep(PAUSE)
        await self.page.mouse.down()
        await asyncio.sleep(KEY_PAUSE)
        await self.page.mouse.up()
        await asyncio.sleep(PAUSE)

    async def _type(self, place: list[float], text: str) -> None:
        await self._click(place)
        for letter in text:
            await self.page.keyboard.press(letter)
            await asyncio.sleep(KEY_PAUSE)
        await asyncio.sleep(PAUSE)

    async def _press(self, key: str) -> None:
        await self.page.keyboard.press(key, delay=KEY_PAUSE * 1000)
        await asyncio.sleep(PAUSE)
