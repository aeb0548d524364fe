"""RUNBOOK.md: what a bot does, needs and gives, and what to do when it fails, for who answers for it.

Made from the bundle alone, so the same bundle gives the same page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.bot import Bot, Bundle, Input, Output
from clerkwork.bots.secrets import SERVICE, variable_of
from clerkwork.bots.step import Refusal, Step

_FAILURES = (
    ("Invalid bot or input", 2, "Nothing was run. The message names the file, line and column, or the input. Correct it and run again."),
    ("Application exception", 1, "The machinery failed: a page did not answer, a target was not found. Look at the last step in the report. It may be run again; what was committed is not done twice."),
    ("Business exception", 3, "The process said no. Running again gives the same answer: settle the case with its owner."),
    ("Needs review", 4, "The work is done, but a checkpoint differs or a target was healed. Look at the report; accept what is new, or correct the bot."),
    ("In doubt", 5, "A commit may or may not have happened. Do not run it again. Look the record up in the system by its key, then say in the report what was found."),
    ("Interrupted", 130, "Somebody or something stopped the run. The run folder is complete up to there."),
)  # fmt: skip


def write_runbook(bundle: Bundle) -> str:
    """The text of RUNBOOK.md."""
    bot = bundle.bot
    parts = [
        *_head(bot),
        *_section("What it does", _steps(bot.steps)),
        *_section("What it needs", _needs(bot)),
        *_section("What it gives back", [_output(name, output) for name, output in bot.outputs.items()]),
        *_section("When the process says no", [_refusal(item) for item in _refusals(bot)]),
        *_section("What must not happen twice", _commits(bot.steps)),
        *_section(
            "When it fails",
            [f"- **{name}** (exit code {code}): {advice}" for name, code, advice in _FAILURES],
        ),
        *_section("Who answers for it", _owner(bot)),
    ]
    return "\n".join(parts).rstrip() + "\n"


def advice_for(exit_code: int) -> str:
    """What the runbook says to do about a run that ended with this exit code; nothing for one that is none."""
    return next((advice for _, code, advice in _FAILURES if code == exit_code), "")


def _head(bot: Bot) -> list[str]:
    made = "<!-- Made by clerkwork from bot.yaml; changes here are lost. -->"
    return [
        f"# {_inline(bot.title or bot.name)}",
        "",
        made,
        "",
        *([_inline(bot.purpose), ""] if bot.purpose else []),
    ]


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return [f"## {title}", "", *lines, ""] if lines else []


def _steps(steps: Sequence[Step]) -> list[str]:
    return [line for at, step in enumerate(steps, start=1) for line in _step(at, step)]


def _step(at: int, step: Step) -> Iterator[str]:
    words = _inline(step.words())
    yield f"{at}. {words[:1].upper()}{words[1:]}{f', if `{_inline(step.when)}`' if step.when else ''}."
    if step.note:
        yield f"   {_inline(step.note)}"
    if isinstance(step, Action):
        for check in step.expect:
            yield f"   - afterwards: {_inline(check.words())}"
        for dialog in step.dialogs:
            typed = f", typing {dialog.text!r}" if dialog.text is not None else ""
            yield f"   - the page asks ({dialog.type}): {dialog.answer}{_inline(typed)}"
        if step.download:
            yield "   - a file is downloaded" + (f" into {step.download.into}" if step.download.into else "")


def _needs(bot: Bot) -> list[str]:
    systems = [
        f"- system **{name}** at {system.url} (sign-in: {system.sign_in})"
        for name, system in bot.systems.items()
    ]
    inputs = [_input(name, declared) for name, declared in bot.inputs.items()]
    secrets = [
        f"- secret **{name}**: `{variable_of(name)}` in the environment or in `.env`, or `keyring set {SERVICE} {name}`"
        for name in bot.secrets
    ]
    return [*systems, *inputs, *secrets]


def _input(name: str, declared: Input) -> str:
    facts: list[str] = [declared.type]
    facts += [f"from {declared.min:g}"] if declared.min is not None else []
    facts += [f"to {declared.max:g}"] if declared.max is not None else []
    facts += [f"one of {', '.join(declared.choices)}"] if declared.choices else []
    facts += [f"matching `{declared.pattern}`"] if declared.pattern else []
    facts += [f"{declared.default} unless given"] if declared.default is not None else []
    facts += ["may be left out"] if declared.default is None and not declared.required else []
    facts += [f"such as {declared.example}"] if declared.example is not None else []
    title = f" ({declared.title})" if declared.title else ""
    return _inline(f"- input **{name}**{title}: {', '.join(facts)}")


def _output(name: str, declared: Output) -> str:
    title = f" ({declared.title})" if declared.title else ""
    pattern = f", matching `{declared.pattern}`" if declared.pattern else ""
    return _inline(f"- **{name}**{title}: {declared.type}{pattern}")


def _refusals(bot: Bot) -> list[Refusal]:
    return [*bot.business, *(refusal for step in bot.steps for refusal in step.business)]


def _refusal(refusal: Refusal) -> str:
    return _inline(f"- the page says {refusal.see!r}: {refusal.reason}")


def _commits(steps: Sequence[Step]) -> list[str]:
    found = []
    for at, step in enumerate(steps, start=1):
        if isinstance(step, Action) and step.commit:
            probe = "; ".join(check.words() for check in step.commit.probe)
            told = (
                f"after a crash it looks first: {probe}"
                if probe
                else "it has no probe, so after a crash a person must look"
            )
            found.append(_inline(f"- step {at} ({step.words()}), known by `{step.commit.key}`: {told}"))
    return found


def _owner(bot: Bot) -> list[str]:
    last = f"last reviewed on {bot.review.last}" if bot.review.last else "not reviewed yet"
    return [
        f"- owner: {_inline(bot.owner or 'nobody is named; add `owner` to bot.yaml')}",
        f"- {last}, to be reviewed every {bot.review.every}",
    ]


def _inline(text: str) -> str:
    """One line, so that no text of the bot ends a list or starts a heading."""
    return " ".join(text.split())
