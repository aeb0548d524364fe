"""From events to steps: a pure function. The journal of a recording goes in, a bot's content comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from clerkwork.bots.actions.registry import AnyStep
from clerkwork.bots.bot import System
from clerkwork.bots.systems import Systems
from clerkwork.recorder import effects, wishes
from clerkwork.recorder.actions.registry import ACTIONS, action_for
from clerkwork.recorder.events import AnyEvent, Asked
from clerkwork.recorder.story import LOOKING, Draft, Story, in_order
from clerkwork.recorder.wording import Wording
from clerkwork.recorder.writer import Writer
from clerkwork.selectors.target import Target


@dataclass(frozen=True)
class Kept:
    """Targets of a bot (those `in_rows` are taken from rows), and names of its checkpoints."""

    targets: Mapping[str, Target] = field(default_factory=dict)
    in_rows: frozenset[str] = frozenset()
    checkpoints: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Options:
    """What the person said when recording began: systems by name (URLs), values of inputs by name.

    `kept` is what a bot has already that recording goes on from; none for a new one.
    """

    systems: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    kept: Kept | None = None


@dataclass(frozen=True)
class Recording:
    """What a bot is made of. `uploads` are paths inside the bundle; `secrets` are names; `inputs` have the
    values that they had. `offer` is a name for what was filled last, should it become an input."""

    steps: tuple[AnyStep, ...]
    targets: dict[str, Target]
    secrets: tuple[str, ...]
    systems: dict[str, System]
    uploads: tuple[str, ...]
    viewport: tuple[int, int] | None = None
    inputs: dict[str, str] = field(default_factory=dict)
    offer: str | None = None


def steps_of(events: Iterable[AnyEvent], options: Options | None = None) -> Recording:
    """The steps that repeat what the events tell, with everything that they need."""
    options = options or Options()
    story = Story(goes_on=options.kept is not None)
    for event in in_order(events):
        action = action_for(event)
        if action:
            ACTIONS[action].take(event, story)
        elif isinstance(event, Asked):
            wishes.note(event, story, _kept(story.drafts))
        else:
            effects.note(event, story)
    drafts = _with_commits(_kept(story.drafts), story.commits)
    inputs = {**options.inputs, **wishes.inputs_named(drafts)}
    wording = Wording(inputs, by_name=frozenset(inputs) - frozenset(options.inputs))
    writer = Writer(wording=wording, systems=Systems.of(options.systems))
    if options.kept:
        writer.keep(options.kept.targets, options.kept.in_rows, options.kept.checkpoints)
    steps = tuple(ACTIONS[draft.action].step(draft, writer) for draft in drafts)
    systems = _systems(story, writer)
    return Recording(
        steps=steps,
        targets=dict(writer.names.targets),
        secrets=tuple(writer.secrets),
        systems=systems,
        uploads=tuple(dict.fromkeys(writer.uploads)),
        viewport=story.viewport,
        inputs=inputs,
        offer=wishes.offer(drafts, inputs),
    )


def _kept(drafts: list[Draft]) -> list[Draft]:
    """The drafts that are steps: certain or with an effect, and about something that can be found again."""
    kept: list[Draft] = []
    drafts = [draft for draft in drafts if not draft.undone]
    for place, draft in enumerate(drafts):
        following = drafts[place + 1] if place + 1 < len(drafts) else None
        if not (draft.sure or draft.effects.matter) or not _can_be_written(draft):
            continue
        if ACTIONS[draft.action].matters(draft, following):
            kept.append(draft)
        elif (
            kept and draft.effects.requested
        ):  # the click that ends a choice is none, but what came of it stays
            kept[-1] = replace(kept[-1], effects=kept[-1].effects.and_(draft.effects))
    return kept


def _with_commits(drafts: list[Draft], asked: list[float]) -> list[Draft]:
    """The drafts, the first one that acts after each time at which the person said so marked as commit."""
    marked = {
        next(
            (place for place, draft in enumerate(drafts) if draft.at >= at and draft.action not in LOOKING),
            -1,
        )
        for at in asked
    }
    return [replace(draft, commit=True) if place in marked else draft for place, draft in enumerate(drafts)]


_WITHOUT_TARGET = frozenset(
    {"open", "close", "back", "forward", "reload", "see", "see_row", "press", "type", "checkpoint"}
)


def _can_be_written(draft: Draft) -> bool:
    return draft.subject is not None or draft.action in _WITHOUT_TARGET


def _systems(story: Story, writer: Writer) -> dict[str, System]:
    """The systems with their way to sign in, and the further origins that they sent the browser to."""
    by_name = writer.systems
    basic = {by_name.name(origin) for origin in story.basic}
    for name in sorted(basic):
        writer.need(f"{name}_user")
        writer.need(f"{name}_password")
    also: dict[str, list[str]] = {}
    for origin, led_to in story.led_to:
        known = by_name.named(origin)
        if known and by_name.named(led_to) is None and led_to not in also.setdefault(known, []):
            also[known].append(led_to)
    forms = {name for name, _ in writer.password_fields()}
    return {
        name: System(
            url=url,
            sign_in="basic" if name in basic else "form" if name in forms else "none",
            also=tuple(also.get(name, ())),
        )
        for name, url in by_name.urls.items()
    }
