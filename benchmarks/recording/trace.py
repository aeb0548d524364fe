"""What Chromium's trace says of a page's main thread. Pure: trace events in, milliseconds out.

`EventDispatch` is one event's way through all listeners, whoever put them up. It encloses the events that it
gives rise to (a click on a box its `input` and `change`), which are taken out of it and counted as their own.
Timers, idle callbacks and microtasks outside of any event are what listeners left for later.

Times are of the thread's own clock where the trace has it, so that a busy machine does not count.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

CATEGORIES = ["devtools.timeline"]

HEARD = (
    *("pointerover", "pointermove", "pointerdown", "mousedown", "pointerup", "mouseup", "click"),
    *("keydown", "keyup", "input", "change", "wheel", "scroll"),
)
"""The types of events that a recorder is about; others (of media, of animations) are left out."""

LATER = frozenset(
    {"FunctionCall", "TimerFire", "FireIdleCallback", "RunMicrotasks", "EvaluateScript", "v8.callFunction"}
)

Span = dict[str, Any]


@dataclass(frozen=True)
class Work:
    """Milliseconds on the main thread of the page: of each event by its type, and of each script run later."""

    events: dict[str, list[float]]
    later: list[float]


def work_of(trace: Sequence[Span]) -> Work:
    """Of the thread that had most of the events. What had not ended when the trace did has lasted until then."""
    threads: dict[tuple[int, int], list[Span]] = defaultdict(list)
    end = max(span.get("ts", 0) for span in trace)
    for span in trace:
        if span["name"] == "EventDispatch" or span["name"] in LATER:
            if span.get("ph") == "X":
                threads[span["pid"], span["tid"]].append(span)
            elif span.get("ph") == "B":
                threads[span["pid"], span["tid"]].append(span | {"dur": end - span["ts"]})
    spans = max(threads.values(), key=lambda of: sum(one["name"] == "EventDispatch" for one in of))
    spans.sort(key=lambda one: (one["ts"], -one["dur"]))
    later = [_spent(one) for one in _outermost(spans) if one["name"] != "EventDispatch"]
    return Work(_by_type([one for one in spans if one["name"] == "EventDispatch"]), later)


def _spent(span: Span) -> float:
    return float(span.get("tdur", span["dur"])) / 1000


def _outermost(spans: Sequence[Span]) -> Iterator[Span]:
    end = 0.0
    for span in spans:
        if span["ts"] >= end:
            end = span["ts"] + span["dur"]
            yield span


def _by_type(events: Sequence[Span]) -> dict[str, list[float]]:
    """Self times: without the events inside."""
    own: list[float] = []
    within: list[tuple[float, int]] = []  # end and number of the events that are going on
    for number, event in enumerate(events):
        while within and within[-1][0] <= event["ts"]:
            within.pop()
        if within:
            own[within[-1][1]] -= _spent(event)
        own.append(_spent(event))
        within.append((event["ts"] + event["dur"], number))
    found: dict[str, list[float]] = defaultdict(list)
    for event, spent in zip(events, own, strict=True):
        kind = event["args"]["data"]["type"]
        if kind in HEARD:
            found[kind].append(spent)
    return dict(found)
