"""What goes wrong around a bot: each fault is one sentence, the right exit code, and evidence that verifies."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import time
from http.server import BaseHTTPRequestHandler

import pytest
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page

from clerkwork.bots.bot import Bundle
from clerkwork.evidence.verify import verify_run
from clerkwork.runner.listener import Silent
from clerkwork.runner.outcome import Outcome
from clerkwork.runner.state import RunState

GO = '<button id=go onclick="{0}">Go on</button>'


def proves(outcome: Outcome, words: str, state: RunState = RunState.APPLICATION_EXCEPTION) -> None:
    """The outcome says so in one sentence, and its folder is complete."""
    assert words in outcome.why
    assert "\n" not in outcome.why
    assert outcome.hint
    assert outcome.state is state
    assert verify_run(outcome.folder).ok


async def test_a_page_that_never_answers_is_a_timeout_of_its_step(rehearse) -> None:
    await rehearse.learn("<p>Here</p>", {})
    rehearse.pages.content["/slow"] = rehearse.pages.hang
    retry = {"attempts": 1}
    bundle = rehearse.bundle([{"open": "desk:/slow", "timeout": 0.6, "retry": retry}])
    outcome = await rehearse.run(bundle, attempts=1)
    proves(outcome, f"{rehearse.pages.url}/slow was not loaded within 0.6 s")


async def test_a_console_slower_than_the_timeout_is_a_timeout(lending, run) -> None:
    steps = (lending.bundle.bot.steps[0].model_copy(update={"timeout": 0.4}),)
    hurried = Bundle(
        lending.bundle.folder, lending.bundle.bot.model_copy(update={"steps": steps}), lending.bundle.targets
    )
    lending.site.faults(slow_ms=1500)
    outcome = await run(hurried, lending.inputs, lending.secrets, attempts=1)
    lending.site.faults(slow_ms=0)
    proves(outcome, "/login was not loaded within 0.4 s")


UNREST = {
    "a request every 100 ms": "setInterval(() => fetch('/tick'), 100)",
    "a request that never ends": "fetch('/never')",
    "an endless animation": "const turn = () => { p.style.left = Math.random() * 99 + 'px'; requestAnimationFrame(turn); }; turn()",
    "a change every 10 ms": "setInterval(() => { p.textContent = Math.random(); }, 10)",
}


@pytest.mark.parametrize("unrest", UNREST)
async def test_a_page_that_never_rests_is_worked_on_within_limits(rehearse, unrest: str) -> None:
    rehearse.pages.content["/tick"] = "tick"
    rehearse.pages.content["/never"] = rehearse.pages.hang
    page = f"<p id=p style='position:relative'>0</p>{GO.format('log(1)')}<script>{UNREST[unrest]}</script>"
    began = time.monotonic()
    outcome = await rehearse(page, {"go": "#go"}, [{"click": "go"}, {"click": "go"}])
    assert (outcome.why, outcome.outputs.get("log")) == ("", "1;1;")
    assert time.monotonic() - began < 8


async def test_a_page_whose_script_never_pauses_ends_the_run_within_limits(rehearse) -> None:
    page = GO.format("setTimeout(() => { for (;;); }, 0)")
    began = time.monotonic()
    outcome = await rehearse(
        page, {"go": "#go"}, [{"click": "go", "timeout": 1}, {"see": "Never", "timeout": 1}]
    )
    proves(outcome, "'Never' is not to be seen")
    assert time.monotonic() - began < 40


async def test_a_popup_that_does_not_open_is_named(rehearse) -> None:
    outcome = await rehearse(GO.format(""), {"go": "#go"}, [{"click": "go", "opens": "form", "timeout": 0.5}])
    proves(outcome, "should open window 'form', but none opened within 0.5 s")


async def test_a_popup_that_nobody_declared_is_noted_and_does_no_harm(rehearse) -> None:
    rehearse.pages.content["/ad"] = "<p>News</p>"
    outcome = await rehearse(
        GO.format("window.open('/ad')"), {"go": "#go"}, [{"click": "go"}, {"click": "go"}]
    )
    assert outcome.why == ""
    assert "opened without being declared: window2" in outcome.steps[1].notes


async def test_a_page_that_crashes_ends_the_attempt(rehearse) -> None:
    crashing: list[asyncio.Task[None]] = []

    async def crash(page: Page) -> None:
        with contextlib.suppress(PlaywrightError):
            await page.goto("chrome://crash")

    class CrashAtStepThree(Silent):
        def step_started(self, index: int, words: str) -> None:
            if index == 3:
                page = rehearse.browser.contexts[-1].pages[-1]
                crashing.append(asyncio.ensure_future(crash(page)))

    await rehearse.learn(GO.format(""), {"go": "#go"})
    bundle = rehearse.bundle([{"click": "go"}, {"see": "never", "timeout": 1.5}])
    outcome = await rehearse.run(bundle, attempts=1, listener=CrashAtStepThree())
    await crashing[0]
    proves(outcome, "crashed")


async def test_a_page_that_leads_away_from_the_systems_stops_the_bot(rehearse) -> None:
    foreign = rehearse.pages.url.replace("127.0.0.1", "localhost")

    def redirect(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", f"{foreign}/elsewhere")
        request.send_header("Content-Length", "0")
        request.end_headers()

    rehearse.pages.content["/away"] = redirect
    rehearse.pages.content["/elsewhere"] = "<p>Another origin</p>"
    outcome = await rehearse(
        "<a id=go href=/away>Away</a>",
        {"go": "#go"},
        [{"click": "go", "after": "navigation"}, {"click": "go"}],
    )
    proves(outcome, f"the page went to {foreign}/elsewhere, which is none of the bot's systems")
    assert outcome.steps[-1].index == 2


async def test_an_address_that_the_system_itself_redirects_elsewhere_is_refused(rehearse) -> None:
    foreign = rehearse.pages.url.replace("127.0.0.1", "localhost")
    await rehearse.learn(f"<script>location = '{foreign}/x'</script>", {})
    outcome = await rehearse.run(rehearse.bundle([{"see": "never", "timeout": 1}]), attempts=1)
    proves(outcome, "none of the bot's systems")


async def test_further_origins_of_a_system_are_allowed(rehearse) -> None:
    foreign = rehearse.pages.url.replace("127.0.0.1", "localhost")
    rehearse.pages.content["/sso"] = "<p>Signed in elsewhere</p>"
    await rehearse.learn(f"<a id=go href={foreign}/sso>Sign in</a>", {"go": "#go"})
    systems = {"desk": {"url": rehearse.pages.url, "also": [foreign]}}
    bundle = rehearse.bundle([{"click": "go"}, {"see": "Signed in elsewhere"}], systems=systems)
    assert (await rehearse.run(bundle, attempts=1)).why == ""


async def test_an_error_page_of_the_server_is_named_with_its_status(lending, run) -> None:
    lending.site.faults(error_once="/reserve")
    outcome = await run(lending.bundle, lending.inputs, lending.secrets, attempts=1)
    proves(outcome, "the console answered 500")


async def test_a_maintenance_page_is_named_with_its_status(lending, run) -> None:
    lending.site.faults(maintenance=True)
    outcome = await run(lending.bundle, lending.inputs, lending.secrets, attempts=1)
    lending.site.faults(maintenance=False)
    proves(outcome, "the console answered 503")


async def test_an_expired_session_is_a_fault_and_orders_nothing(lending, run) -> None:
    class ExpireAtStepEight(Silent):
        def step_started(self, index: int, words: str) -> None:
            if index == 8:
                lending.site.faults(expire_session=True)

    bot = lending.bundle.bot.model_copy(update={"timeout": 2.0})
    hurried = Bundle(lending.bundle.folder, bot, lending.bundle.targets)
    outcome = await run(hurried, lending.inputs, lending.secrets, attempts=1, listener=ExpireAtStepEight())
    assert outcome.exit_code == 1
    assert verify_run(outcome.folder).ok
    assert lending.loans_of("LT-0034") == []


async def test_a_dialog_that_nobody_declared_is_dismissed_and_told(rehearse, events) -> None:
    outcome = await rehearse(
        GO.format("log(confirm('Delete all 12 records?'))"), {"go": "#go"}, [{"click": "go"}, {"click": "go"}]
    )
    proves(outcome, "confirm 'Delete all 12 records?'; it was dismissed")
    assert [event["accepted"] for event in events(outcome, "dialog")] == [False]


async def test_declared_dialogs_get_the_persons_answers(rehearse) -> None:
    page = GO.format("log(confirm('Order 3 devices?') + ' ' + prompt('Reason'))")
    dialogs = [
        {"type": "confirm", "message": "Order 7 devices?"},
        {"type": "prompt", "text": "broken"},
    ]
    outcome = await rehearse(page, {"go": "#go"}, [{"click": "go", "dialogs": dialogs}])
    assert (outcome.why, outcome.outputs.get("log")) == ("", "true broken;")


async def test_a_dialog_that_says_something_else_is_not_accepted(rehearse, events) -> None:
    page = GO.format("log(confirm('Delete 7 devices?'))")
    dialogs = [{"type": "confirm", "message": "Order 7 devices?"}]
    outcome = await rehearse(page, {"go": "#go"}, [{"click": "go", "dialogs": dialogs}])
    proves(outcome, "confirm 'Delete 7 devices?'")
    assert not events(outcome, "dialog")[0]["accepted"]


async def test_http_basic_authentication_uses_the_systems_secrets(rehearse) -> None:
    reply = rehearse.pages.reply

    def guarded(request: BaseHTTPRequestHandler) -> None:
        given = request.headers.get("Authorization", "")
        right = "Basic " + base64.b64encode(b"clerk:s3cret-9").decode()
        if given == right:
            reply(request, 200, "<p>Come in</p>")
        else:
            reply(request, 401, "No", WWW_Authenticate='Basic realm="desk"')

    await rehearse.learn("<p>Hall</p>", {})
    rehearse.pages.content["/corner"] = guarded
    bundle = rehearse.bundle(
        [{"open": "desk:/corner"}, {"see": "Come in", "timeout": 1}],
        systems={"desk": {"url": rehearse.pages.url, "sign_in": "basic"}},
        secrets=["desk_user", "desk_password"],
    )
    secrets = {"desk_user": "clerk", "desk_password": "s3cret-9"}
    outcome = await rehearse.run(bundle, {}, secrets, attempts=1)
    assert outcome.why == ""
    outcome = await rehearse.run(bundle, {}, secrets | {"desk_password": "wrong"}, attempts=1)
    assert outcome.exit_code == 1
