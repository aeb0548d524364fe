"""Windows that the bot closes."""

from __future__ import annotations

OPENER = """<button id=open onclick="window.open('/help', 'help', 'width=300,height=200')">Help</button>"""


async def test_a_window_is_closed_and_its_opener_is_told(rehearse, events) -> None:
    rehearse.pages.content["/help"] = (
        "<script>addEventListener('pagehide', () => opener.log('gone'))</script>"
    )
    outcome = await rehearse(
        OPENER, {"open": "#open"}, [{"click": "open", "opens": "help"}, {"close": "help"}]
    )
    assert (outcome.why, outcome.outputs["log"]) == ("", "gone;")
    assert [event["name"] for event in events(outcome, "window.closed")] == ["help"]


async def test_a_window_that_closed_itself_is_closed_already(rehearse) -> None:
    rehearse.pages.content["/help"] = "<script>setTimeout(close, 50)</script>"
    steps = [{"click": "open", "opens": "help"}, {"see": "Help"}, {"close": "help", "id": "last"}]
    outcome = await rehearse(OPENER, {"open": "#open"}, steps)
    assert outcome.why == ""


async def test_windows_that_close_with_the_run_are_no_news(rehearse, events) -> None:
    rehearse.pages.content["/help"] = "<h1>Manual</h1>"
    outcome = await rehearse(
        OPENER, {"open": "#open"}, [{"click": "open", "opens": "help"}, {"see": "Manual"}]
    )
    assert outcome.why == ""
    assert events(outcome, "window.closed") == []
