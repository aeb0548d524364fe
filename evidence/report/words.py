"""The report's sentences: what happened, what to do next, what the evidence is worth."""

from __future__ import annotations

import math
from dataclasses import dataclass

from clerkwork.evidence.report.heals import Heal
from clerkwork.evidence.report.story import Checkpoint, Step, Story
from clerkwork.evidence.verify import Standing, Verdict

_MOST = 13.8
"""Margin in nats, about a million to one, beyond which the number says no more."""


@dataclass(frozen=True, slots=True)
class Said:
    """A state in words.

    Attributes:
        word: One or two words for a badge.
        tone: good, attention, bad or neutral; the page colours by it, never by it alone.
        happened: A sentence.
        next: What to do now, a sentence; empty if there is nothing to do.
    """

    word: str
    tone: str
    happened: str
    next: str


def said_of_run(story: Story) -> Said:
    """What happened in the run, and what to do next."""
    step = story.failed_step
    where = f"step {step.number} ({step.words})" if step else "the start"
    why = (step.failure.why if step and step.failure else "") or str(story.finished.get("why") or "")
    because = f": {_sentence(why)}" if why else "."
    skipped = sum(step.state == "skipped" for step in story.steps)
    done = count(sum(step.state == "done" for step in story.steps), "step") + " done"
    done += f" and {skipped} skipped" if skipped else ""
    match story.state:
        case "done":
            happened = f"The routine went through: {done} in {duration(story.ms)}."
            return Said("done", "good", happened, "Nothing needs your attention.")
        case "needs_review":
            return Said("needs review", "attention", _reviewed(story), _review_next(story))
        case "business_exception":
            happened = f"The process said no at {where}{because}"
            return Said(
                "business exception",
                "attention",
                happened,
                "It was not tried again: decide the case by hand.",
            )
        case "application_exception":
            happened = f"The machinery failed at {where}{because}"
            return Said("application exception", "bad", happened, _after_failure(step))
        case "in_doubt":
            happened = f"Nobody can tell whether {where} took effect{because}"
            later = "Look it up in the system before anybody runs the bot again for this case."
            return Said("in doubt", "bad", happened, later)
        case "interrupted":
            happened = (
                f"Somebody stopped the run at {where}."
                if step
                else "Somebody stopped the run between two steps."
            )
            return Said("interrupted", "attention", happened, "Resume it, or check by hand how far it came.")
        case "dry_run":
            happened = f"A dry run: {done}, stopped before the first step that changes the world."
            return Said("dry run", "neutral", happened, "Run the bot without --dry-run to do the work.")
        case "unfinished":
            happened = f"The journal ends at {where}, without the run's end."
            later = (
                "The run is still going on, or its process died: resume it, or check by hand how far it came."
            )
            return Said("not finished", "attention", happened, later)
        case state:
            return Said(state, "neutral", f"The run ended as “{state}”{because}", "")


def said_of_evidence(verdict: Verdict) -> Said:
    """What the run's evidence is worth."""
    match verdict.standing:
        case Standing.SEALED:
            happened = f"{count(verdict.events, 'event')} and {count(verdict.files, 'file')} fit the seal."
            if verdict.erased:
                happened += f" {count(verdict.erased, 'file')} more were erased on purpose."
            return Said("sealed, unaltered", "good", happened, "")
        case Standing.ERASED:
            return Said("erased", "neutral", "All of it was erased on purpose; the seal is left.", "")
        case Standing.RUNNING:
            return Said("not sealed yet", "neutral", "The run is still going on; everything fits so far.", "")
        case Standing.UNFINISHED:
            return Said(
                "not sealed", "attention", "The run was interrupted; everything fits up to its end.", ""
            )
        case Standing.UNSEALED:
            return Said("seal missing", "bad", verdict.fault or "", "Find out who removed the seal.")
        case Standing.ALTERED:
            later = "Do not rely on this page: it shows what is on disk now."
            return Said("altered", "bad", verdict.fault or "", later)


def said_of_checkpoint(check: Checkpoint) -> Said:
    """How a picture compares with its baseline."""
    share = f" ({check.ratio:.2%} of the picture)" if check.ratio is not None else ""
    match check.verdict:
        case "same":
            return Said("same", "good", "As the baseline.", "")
        case "new":
            return Said("new", "attention", "There is no baseline yet.", "Look at the picture and accept it.")
        case "size":
            return Said("other size", "attention", "The picture has another size than its baseline.", "")
        case _:
            told = f"{count(check.differing, 'pixel')} differ{'s' if check.differing == 1 else ''}{share}"
            return Said("different", "attention", f"{told} in {count(check.regions, 'region')}.", "")


def said_of_heal(heal: Heal) -> Said:
    """How sure the healer was."""
    score = "" if heal.score is None else f"score {heal.score:.2f}"
    odds = "" if heal.margin is None else f"{math.exp(min(heal.margin, _MOST)):,.0f} to 1 over the next best"
    sure = ", ".join(filter(None, (score, odds))) or "how sure it was, is not told"
    told = f"No recorded way found it any more; {heal.why or 'it was healed'} ({sure})."
    if not heal.asks:
        return Said("healed", "good", told, "The bot takes such heals without asking.")
    return Said("healed", "attention", told, "Compare the two: accept it if they are the same thing.")


def said_of_step(step: Step) -> Said:
    """A step's state as a badge."""
    if step.state == "done" and step.attention:
        differs = any(check.verdict != "same" for check in step.checkpoints)
        return Said("differs" if differs else "healed", "attention", "", "")
    tone = {"done": "good", "skipped": "neutral", "failed": "bad"}.get(step.state, "attention")
    return Said({"unfinished": "not finished"}.get(step.state, step.state), tone, "", "")


KINDS = {
    "business": "The process said no",
    "application": "The machinery failed",
    "doubt": "In doubt",
    "abstain": "Refused to guess",
}
"""What the class of a failure means, by `step.failed`'s kind."""


def duration(ms: float) -> str:
    """`340 ms`, `6.2 s`, `2 min 05 s`, `1 h 02 min`."""
    if ms < 1000:
        return f"{ms:.0f} ms"
    if ms < 60_000:
        return f"{ms / 1000:.1f} s"
    minutes, seconds = divmod(round(ms / 1000), 60)
    return f"{minutes} min {seconds:02d} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def count(number: int, noun: str) -> str:
    """`1 step`, `1,204 pixels`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _reviewed(story: Story) -> str:
    names = ", ".join(f"“{check.name}”" for check in story.differences)
    heals = sum(heal.asks for heal in story.heals)
    healed = f"{count(heals, 'target')} had to be healed" if heals else ""
    different = f"{count(len(story.differences), 'checkpoint')} needs a look ({names})" if names else ""
    different = different.replace("checkpoints needs", "checkpoints need")
    told = " and ".join(filter(None, (different, healed))) or "something needs a person's look"
    return f"The routine went through in {duration(story.ms)}, but {told}."


def _review_next(story: Story) -> str:
    accept = "“clerkwork review” accepts what is right"
    if not story.differences:
        return f"Compare the targets that were healed, below: {accept}; record the others again."
    return f"Compare the pictures below: {accept}; if a change was not intended, tell the system's owner."


def _after_failure(step: Step | None) -> str:
    if step and step.failure and step.failure.kind == "abstain":
        return "Show the bot its target again (below is what came nearest), then run it again."
    return "Nothing after that step was done: look at its picture, then run the bot again."


def _sentence(words: str) -> str:
    words = words.strip()
    return words if words.endswith((".", "!", "?")) else f"{words}."
