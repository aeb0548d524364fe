"""What a page asks for while a commit is being done, and right after it, is answered."""

from __future__ import annotations

from clerkwork.runner.state import RunState

CONSOLE = """<button id=file>File</button><button id=stop onclick="going = false">Stop</button><p id=said>not filed</p>
<script>
let going = true, open = 0;
const listen = () => {
  const events = new EventSource('/events');
  open += 1;
  events.onerror = () => {
    events.close();
    open -= 1;
    if (going) listen();
    else if (!open) said.textContent = 'All was answered';
  };
};
file.onclick = () => { for (let at = 0; at < 30; at += 1) listen(); said.textContent = 'Filed'; };
</script>"""
"""From the press on, the page listens for news and begins anew as soon as it has an answer; a step does not wait
for that, so there are always some requests on their way when the commit ends."""


async def test_no_request_is_lost_when_a_commit_ends(rehearse) -> None:
    await rehearse.learn(CONSOLE, {"file": "#file", "stop": "#stop"})
    for turn in range(4):
        steps = [
            {"click": "file", "commit": {"key": f"turn {turn}"}},
            {"click": "stop"},
            {"see": "All was answered"},
        ]
        outcome = await rehearse.run(rehearse.bundle(steps), attempts=1, shots="failure")
        assert outcome.state is RunState.DONE, outcome.why
