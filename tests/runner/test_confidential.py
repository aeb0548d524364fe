"""What must not show is black in every picture and in no file, wherever on the page it stands."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from playwright.async_api import Page

from clerkwork.evidence.patterns import patterns_of
from clerkwork.evidence.run_folder import RunFolder
from clerkwork.runner.confidential import Confidential, Exposed, Unsearchable
from clerkwork.runner.page_texts import matching_boxes
from clerkwork.runner.shots import Camera
from clerkwork.runner.visual.box import Box
from clerkwork.selectors.ocr import read
from clerkwork.selectors.page_script import closed_roots_script

CARD, IBAN, PASSWORD = "4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", "clerk-pass-7"
STYLE = "<style>* { font: 20px monospace } .c, td { color: #00f }</style>"


async def boxes(page: Page, html: str, **wanted: Any) -> list[Box]:
    await page.add_init_script(closed_roots_script())
    await page.goto("about:blank")
    await page.set_content(STYLE + html)
    return await Confidential(**wanted).boxes(page)


def covers(found: list[Box], place: dict[str, float]) -> bool:
    """Whether the boxes together hide all of a rectangle."""
    hidden = np.zeros((2000, 2000), bool)
    for box in found:
        hidden[box.y : box.y + box.height, box.x : box.x + box.width] = True
    x, y = int(place["x"]), int(place["y"])
    return bool(hidden[y : int(y + place["height"]), x : int(x + place["width"])].all())


WHERE = {
    "in a paragraph": f"<p>card <span class=c>{CARD}</span> end</p>",
    "cut into elements": "<p>card <span class=c>4111 <b>1111</b> 11<i>11</i> 1111</span></p>",
    "after an emoji": f"<p>\U0001f600\U0001f600 <span class=c>{CARD}</span></p>",
    "over two lines": f"<p style='width:9em'>a card <span class=c>{CARD}</span> is here</p>",
    "in a cell": f"<table><tr><td class=c>{CARD}</td><td>free</td></tr></table>",
    "in a field": f"<input class=c value='{CARD}'>",
    "in a text box": f"<textarea class=c>my card is {CARD}</textarea>",
    "as the choice of a list": f"<select class=c><option>none<option selected>{CARD}</select>",
    "on a button": f"<input type=button class=c value='{CARD}'>",
    "in an open shadow root": f"<div id=h></div><script>h.attachShadow({{mode:'open'}}).innerHTML='<p><span class=c>{CARD}</span></p>'</script>",
    "in a closed shadow root": f"<div id=h></div><script>h.attachShadow({{mode:'closed'}}).innerHTML='<input class=c value=\"{CARD}\">'</script>",
    "on a page that broke its prototypes": f"<script>Array.prototype.push = String.prototype.indexOf = () => {{ throw 1 }}; Range.prototype.getClientRects = () => []</script><p><span class=c>{CARD}</span></p>",
}  # fmt: skip


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("how", ["as a secret", "by its shape"])
async def test_it_is_found_wherever_it_stands(page: Page, prepared: Any, where: str, how: str) -> None:
    wanted = {"secrets": {CARD}} if how == "as a secret" else {"patterns": patterns_of(["card"])}
    found = await boxes(page, WHERE[where], **wanted)
    shown = page.locator(".c").first
    place = await shown.bounding_box()
    assert place
    if where == "over two lines":  # its box also holds what stands beside it
        rects = await shown.evaluate("e => [...e.getClientRects()].map(r => r.toJSON())")
        assert len(rects) == 2
        assert all(covers(found, rect) for rect in rects)
    else:
        assert covers(found, place)


async def test_what_only_looks_like_it_stays_visible(page: Page, prepared: Any) -> None:
    html = "<p>order 4111 1111 1111 1112</p><input value='DE00 3704 0044 0532 0130 00'>"
    assert await boxes(page, html, patterns=patterns_of(["card", "iban"])) == []


async def test_only_the_confidential_part_of_a_line_is_hidden(page: Page, prepared: Any) -> None:
    found = await boxes(
        page, f"<p>account <b class=a>{IBAN}</b> of <i>A. Meyer</i></p>", patterns=patterns_of(["iban"])
    )
    name = await page.locator("i").bounding_box()
    assert name
    assert len(found) == 1
    assert found[0].x + found[0].width <= name["x"]


async def test_frames_are_searched_where_they_are(page: Page, prepared: Any) -> None:
    inner = f"<body style='margin:0'><p style='margin:0;font:20px monospace'><span>{CARD}</span>"
    found = await boxes(
        page,
        f"<div style='height:90px'></div><iframe style='margin-left:70px;border:3px solid' width=500 srcdoc=\"{inner}\"></iframe>",
        patterns=patterns_of(["card"]),
    )
    place = await page.frame_locator("iframe").locator("span").bounding_box()
    assert place
    assert covers(found, place)


async def test_a_run_leaves_nothing_confidential_in_any_file(
    page: Page,
    pages: Any,
    teacher: Any,
    run: Callable[..., Any],
    events: Callable[..., Any],
    tmp_path: Path,
) -> None:
    pages.content["/"] = (
        f"{STYLE}<label>Card <input id=card></label><label>Password <input id=pw type=password></label>"
        "<p>Held for A. Meyer</p><p id=secret style='color:red'>never to be seen</p>"
        "<a href='/card-4111111111111111.csv' download='card-4111111111111111.csv'>Export</a>"
        "<button onclick=\"document.title = card.value; echo.textContent = 'You gave ' + card.value + pw.value\">Go</button>"
        "<output id=echo></output>"
    )
    pages.content["/card-4111111111111111.csv"] = "nothing in it"
    await page.goto(pages.url + "/")
    for name in ("#card", "#pw", "#secret", "a", "button"):
        await teacher.learn(name.strip("#"), page.locator(name))
    teacher.targets["secret"] = teacher.targets["secret"].model_copy(update={"redact": True})
    bundle = teacher.bundle(
        [
            {"open": "web:/"},
            {"fill": "card", "with": "{{ inputs.card }}"},
            {"fill": "pw", "with": "{{ secrets.pw }}"},
            {"click": "button", "commit": {"key": "{{ inputs.card }}"}},
            {"see": "You gave {{ inputs.card }}"},
            {"read": "secret", "into": "told"},
            {"checkpoint": "page"},
            {"click": "a", "download": {}},
        ],
        systems={"web": {"url": pages.url}},
        inputs={"card": {}},
        outputs={"told": {}},
        secrets=["pw"],
        redact=["card", "never to be \\w+"],
    )
    outcome = await run(bundle, {"card": CARD}, {"pw": PASSWORD})
    assert outcome.state == "needs_review", outcome.why
    assert outcome.outputs["told"] == "«redacted:custom»"
    roots = (tmp_path / "runs", bundle.folder / "baselines")
    kept = [path for root in roots for path in root.rglob("*") if path.is_file()]
    assert any(path.name == "store.sqlite" for path in kept)
    for path in kept:
        raw = path.read_bytes() + path.name.encode()
        for secret in (CARD, CARD.replace(" ", ""), PASSWORD, "never to be seen"):
            assert secret.encode() not in raw, (path, secret)
    pictures = sorted(outcome.folder.glob("shots/*.png"))
    assert len(pictures) >= 4
    assert not any(shows_red(picture.read_bytes()) for picture in pictures)
    said = [word for picture in pictures for word in words_in(picture)]
    assert any("Held for A. Meyer" in word for word in said)
    assert [word for word in said for secret in ("1111", PASSWORD, "never") if secret in word] == []
    assert events(outcome, "commit.intended")[0]["key"].startswith("«redacted:card» #")


def words_in(picture: Path) -> list[str]:
    """What can be read off a picture."""
    return [reading.text for reading in read(cv2.imread(str(picture)))]


def shows_red(png: bytes | None) -> bool:
    """Whether the text that is red on the page can be seen."""
    assert png
    blue, green, red = cv2.split(cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR).astype(int))
    return bool(((red - blue > 60) & (red - green > 60)).any())


async def test_two_who_ask_at_once_get_their_own_answers(page: Page, prepared: Any) -> None:
    """A mask by text and what must not show are looked for at the same time."""
    html = f"<p>order <b class=a>4711</b></p><p>of <i>A. Meyer</i>, card <b class=c>{CARD}</b></p>"
    await page.set_content(STYLE + html)
    confidential = Confidential(patterns=patterns_of(["card"]))
    masked, hidden, nothing = await asyncio.gather(
        matching_boxes(page, [re.compile("A. Meyer")]),
        confidential.boxes(page),
        Confidential(secrets={"not shown"}).boxes(page),
    )
    for found, shown in ((masked, "i"), (hidden, ".c")):
        place = await page.locator(shown).bounding_box()
        assert place
        assert covers(found, place)
    assert (len(masked), len(hidden), nothing) == (1, 1, [])


async def at_rest(page: Page, confidential: Confidential) -> Exposed:
    """What must not show once the page holds still: a frame that has just come still gets its size."""
    async with asyncio.timeout(10):
        while not await confidential.holds(page, found := await confidential.exposed(page)):
            pass
    return found


CHANGES = {
    "a text": "document.querySelector('p').append('!')",
    "what a field holds": f"document.querySelector('input').value = '{CARD}'",
    "a style sheet that moves it": "document.styleSheets[0].insertRule('p { padding-left: 40px }')",
    "a style sheet that shows it": "document.styleSheets[0].insertRule('#hidden { display: block !important }')",
    "a shadow root": f"document.querySelector('div').attachShadow({{mode: 'closed'}}).textContent = '{CARD}'",
    "a shadow root's text": "host.shadowRoot.textContent = 'new'",
    "the place of its frame": "document.styleSheets[0].insertRule('iframe { margin-left: 30px }')",
    "a frame": "document.body.append(document.createElement('iframe'))",
    "a text within a frame": "frames[0].document.body.append('!')",
}


@pytest.mark.parametrize("change", CHANGES)
async def test_what_was_found_does_not_hold_once_the_page_changed(
    page: Page, prepared: Any, change: str
) -> None:
    await page.add_init_script(closed_roots_script())
    await page.goto("about:blank")
    await page.set_content(
        f"{STYLE}<p>card {CARD}</p><input><div></div><div id=host></div><b id=hidden style='display:none'>{CARD}</b>"
        f'<iframe srcdoc="<p>{CARD}</p>"></iframe><script>host.attachShadow({{mode: "open"}})</script>'
    )
    await page.frame_locator("iframe").locator("p").wait_for()
    confidential = Confidential(patterns=patterns_of(["card"]))
    found = await at_rest(page, confidential)
    assert await confidential.holds(page, found)  # asking changes nothing
    await page.evaluate(CHANGES[change])
    assert not await confidential.holds(page, found)
    assert (await at_rest(page, confidential)).boxes


async def test_what_was_found_does_not_hold_once_more_is_secret(page: Page, prepared: Any) -> None:
    confidential = Confidential(secrets={PASSWORD})
    found = await confidential.exposed(page)
    confidential.hide(["A. Meyer"])
    assert not await confidential.holds(page, found)


async def test_a_page_with_a_frame_too_busy_to_be_searched_is_not_pictured(
    page: Page, prepared: Any, pages: Any, tmp_path: Path
) -> None:
    """The frame is another site's, so that the page around it answers."""
    pages.content["/busy"] = f"""{STYLE}<p style="color:red">{CARD}</p><script>
      onmessage = () => {{ for (const end = Date.now() + 5000; Date.now() < end;); }};
    </script>"""
    frame = pages.url.replace("127.0.0.1", "localhost") + "/busy"
    pages.content["/"] = f"<p>Held for A. Meyer</p><iframe src='{frame}'></iframe>"
    await page.goto(pages.url + "/")
    camera = Camera(RunFolder.create(tmp_path, "bot"), "every", Confidential(patterns=patterns_of(["card"])))
    assert not shows_red(await camera.shoot(page))

    await page.evaluate("frames[0].postMessage('work', '*')")
    with pytest.raises(Unsearchable):
        await camera.confidential.boxes(page)
    assert await camera.shoot(page) is None
    camera.folder.close()


async def test_what_was_found_does_not_hold_in_another_document(page: Page, prepared: Any) -> None:
    """Though both have been looked at equally often, and show nothing that must not show."""
    confidential = Confidential(secrets={PASSWORD})
    await page.goto("data:text/html,<p>before</p>")
    found = [await confidential.exposed(page) for _ in range(3)]
    await page.goto("data:text/html,<p>after</p>")
    await at_rest(page, confidential)
    for _ in range(3):
        await confidential.exposed(page)
    assert [await confidential.holds(page, one) for one in found] == [False] * 3
