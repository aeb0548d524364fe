"""What must hold across a bot beyond the shape of its files. One rule, one function.

A rule takes the `Subject` and yields what it finds, as faults or as warnings, each with its place.
`judge` runs them all. Rules that look at targets stay silent while targets.yaml cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path, PureWindowsPath

from clerkwork.bots.actions.acting import Action
from clerkwork.bots.actions.fill import Fill
from clerkwork.bots.actions.open import Open
from clerkwork.bots.actions.read import Read
from clerkwork.bots.actions.registry import CHECKS, action_of
from clerkwork.bots.actions.upload import Upload
from clerkwork.bots.bot import Bot, Targets
from clerkwork.bots.controls import wrong_with
from clerkwork.bots.errors import ExpressionInvalid, Fault
from clerkwork.bots.expressions import holds_secret, names
from clerkwork.bots.messages import suggest
from clerkwork.bots.source import Source
from clerkwork.bots.values import fit
from clerkwork.bots.walk import Placed, Trail, outputs_filled, target_uses, texts, walk
from clerkwork.selectors.target import DRAWN, ByImage, Target

READ_ONLY = frozenset({"open", "read"}) | CHECKS
"""Actions that a probe may hold: they leave the world as it is."""

_RUNAWAY = re.compile(r"\([^()]*[+*]\??\)[+*{]")
_ADDRESS = re.compile(r"([a-z][a-z0-9_]*):(?=/(?!/))")


@dataclass(frozen=True)
class Subject:
    """A bot under the rules; `targets` is None when targets.yaml is invalid, its source when it is missing."""

    folder: Path
    bot: Bot
    targets: Targets | None
    source: Source
    targets_source: Source | None

    @cached_property
    def steps(self) -> list[Placed]:
        return list(walk(self.bot))

    @cached_property
    def windows(self) -> set[str]:
        """Windows that exist at some time of the run."""
        opened = {
            placed.step.opens
            for placed in self.steps
            if isinstance(placed.step, Action) and placed.step.opens
        }
        return (
            opened | {"main"} | {placed.step.window for placed in self.steps if isinstance(placed.step, Open)}
        )

    def texts(self) -> Iterator[tuple[Trail, str]]:
        """All texts of bot.yaml that may hold expressions."""
        for at, refusal in enumerate(self.bot.business):
            yield ("business", at, "see"), refusal.see
            yield ("business", at, "reason"), refusal.reason
        for name, system in self.bot.systems.items():
            if system.account is not None:
                yield ("systems", name, "account"), system.account
        if self.bot.reconcile:
            yield ("reconcile", "key"), self.bot.reconcile.key
            for at, control in enumerate(self.bot.reconcile.against):
                for column, text in control.equal.items():
                    yield ("reconcile", "against", at, "equal", column), text
        for placed in self.steps:
            yield from texts(placed)

    def uses(self, root: str) -> Iterator[tuple[Trail, str]]:
        """Where expressions name a value of this root, and which; expressions that cannot be read have none."""
        for trail, text in self.texts():
            try:
                found = sorted(str(name) for used, name in names(text) if used == root)
            except ExpressionInvalid:
                continue
            yield from ((trail, name) for name in found)

    def fault(self, trail: Trail, message: str, *, of: str = "value") -> Fault:
        return self.source.fault(trail, message, of=of)

    def warning(self, trail: Trail, message: str, *, of: str = "value") -> Fault:
        return Fault(self.source.file, *self.source.place(trail, of=of), message, "warning")

    def each_target(self) -> Iterator[tuple[str, Target]]:
        yield from (self.targets.targets if self.targets else {}).items()

    def target_fault(self, trail: Sequence[str | int], message: str, *, warning: bool = False) -> Fault:
        file = self.targets_source.file if self.targets_source else self.folder / "targets.yaml"
        place = self.targets_source.place(trail) if self.targets_source else (1, 1)
        return Fault(file, *place, message, "warning" if warning else "fault")


_OF_WINDOWS = ("close", "back", "forward", "reload")
"""Actions that name a window instead of a target."""


def judge(subject: Subject) -> list[Fault]:
    """Everything that any rule finds, in no order."""
    return [fault for rule in RULES for fault in rule(subject)]


def targets_exist(subject: Subject) -> Iterator[Fault]:
    """Every target that a step names is in targets.yaml."""
    if subject.targets is None:
        return
    for placed in subject.steps:
        for trail, name in target_uses(placed):
            if name not in subject.targets.targets:
                known = suggest(name, subject.targets.targets)
                yield subject.fault(trail, f"the target {name!r} is not in targets.yaml; {known}")


def windows_are_opened(subject: Subject) -> Iterator[Fault]:
    """A target lives in, and a step works in, a window that some step opens."""
    for name, target in subject.each_target():
        if target.window not in subject.windows:
            message = f"no step opens the window {target.window!r} of the target {name!r}"
            yield subject.target_fault(
                ("targets", name, "window"), f"{message}; {suggest('', sorted(subject.windows))}"
            )
    for placed in subject.steps:
        key = next((key for key in _OF_WINDOWS if hasattr(placed.step, key)), "window")
        window = getattr(placed.step, key, "main")
        if window not in subject.windows:
            yield subject.fault((*placed.trail, key), f"no step opens the window {window!r}")


def systems_are_declared(subject: Subject) -> Iterator[Fault]:
    """`open` names a declared system and a path on it."""
    for placed in subject.steps:
        if isinstance(placed.step, Open):
            trail, address = (*placed.trail, "open"), placed.step.open
            found = _ADDRESS.match(address)
            if not found:
                yield subject.fault(trail, f"{address[:80]!r} is no address; write it as system:/path")
            elif found[1] not in subject.bot.systems:
                known = suggest(found[1], subject.bot.systems)
                yield subject.fault(
                    trail, f"the system {found[1]!r} is not declared under 'systems'; {known}"
                )


def expressions_parse(subject: Subject) -> Iterator[Fault]:
    """Every expression can be read and does only what is allowed."""
    for trail, text in subject.texts():
        try:
            names(text)
        except ExpressionInvalid as invalid:
            yield subject.fault(trail, str(invalid))


def names_are_declared(subject: Subject) -> Iterator[Fault]:
    """Inputs, secrets and outputs in expressions are declared, and so is what `into` fills."""
    declared = {"inputs": subject.bot.inputs, "secrets": subject.bot.secrets, "outputs": subject.bot.outputs}
    uses = [(trail, root, name) for root in declared for trail, name in subject.uses(root)]
    uses += [(trail, "outputs", name) for placed in subject.steps for trail, name in outputs_filled(placed)]
    for trail, root, name in uses:
        if name not in declared[root]:
            yield subject.fault(
                trail, f"{root}.{name} is not declared under {root!r}; {suggest(name, declared[root])}"
            )


def sign_ins_have_secrets(subject: Subject) -> Iterator[Fault]:
    """A system with basic authentication needs its two secrets."""
    for name, system in subject.bot.systems.items():
        for secret in (f"{name}_user", f"{name}_password"):
            if system.sign_in == "basic" and secret not in subject.bot.secrets:
                yield subject.fault(
                    ("systems", name, "sign_in"), f"sign_in: basic needs {secret!r} under 'secrets'"
                )


def nothing_is_declared_in_vain(subject: Subject) -> Iterator[Fault]:
    """Declared inputs, secrets and outputs are used."""
    basic = [name for name, system in subject.bot.systems.items() if system.sign_in == "basic"]
    secrets = {name for _, name in subject.uses("secrets")}
    secrets |= {f"{name}_{part}" for name in basic for part in ("user", "password")}
    filled = {name for placed in subject.steps for _, name in outputs_filled(placed)}
    inputs = {name for _, name in subject.uses("inputs")}
    for name in subject.bot.inputs:
        if name not in inputs:
            yield subject.warning(("inputs", name), f"the input {name!r} is used by no step", of="key")
    for at, name in enumerate(subject.bot.secrets):
        if name not in secrets:
            yield subject.warning(("secrets", at), f"the secret {name!r} is used by no step")
    for name in subject.bot.outputs:
        if name not in filled:
            yield subject.warning(("outputs", name), f"no step reads the output {name!r}", of="key")


def secrets_stay_out_of_keys(subject: Subject) -> Iterator[Fault]:
    """A commit's key is written to the journal, so it holds no secret."""
    for placed in subject.steps:
        commit = placed.step.commit if isinstance(placed.step, Action) else None
        if commit and _secrets_in(commit.key):
            yield subject.fault(
                (*placed.trail, "commit", "key"), "the key is journalled, it must not hold a secret"
            )


def passwords_are_secrets(subject: Subject) -> Iterator[Fault]:
    """What is typed into a password field comes from a secret."""
    fields = {name for name, target in subject.each_target() if target.fingerprint.type == "password"}
    for placed in subject.steps:
        if (
            isinstance(placed.step, Fill)
            and placed.step.fill in fields
            and not _secrets_in(placed.step.with_)
        ):
            message = f"{placed.step.fill!r} is a password field; put its value in a secret and name it here"
            yield subject.warning((*placed.trail, "with"), message)


def paths_stay_inside(subject: Subject) -> Iterator[Fault]:
    """Files of the bot are in its folder."""
    for placed in subject.steps:
        if isinstance(placed.step, Upload):
            for at, path in enumerate(placed.step.files):
                wrong = _path_fault(subject.folder, path)
                if wrong:
                    yield subject.fault((*placed.trail, "files", at), wrong)
    for name, target in subject.each_target():
        wrong = _path_fault(subject.folder, target.crop) if target.crop else None
        if wrong:
            missing = wrong.endswith("bundle")
            yield subject.target_fault(("targets", name, "crop"), wrong, warning=missing)
        for at, candidate in enumerate(target.candidates):
            wrong = _path_fault(subject.folder, candidate.image) if isinstance(candidate, ByImage) else None
            if wrong:
                trail = ("targets", name, "candidates", at, "image")
                yield subject.target_fault(trail, wrong, warning=wrong.endswith("bundle"))


def ids_are_unique(subject: Subject) -> Iterator[Fault]:
    """A step's id is its own."""
    seen: dict[str, int] = {}
    for placed in subject.steps:
        name, trail = placed.step.id, (*placed.trail, "id")
        if name is None:
            continue
        if name in seen:
            yield subject.fault(trail, f"the id {name!r} is taken by the step in line {seen[name]}")
        else:
            seen[name] = subject.source.place(trail)[0]


def probes_only_read(subject: Subject) -> Iterator[Fault]:
    """A probe leaves the world as it is."""
    for placed in subject.steps:
        action = action_of(placed.step)
        if placed.in_probe and action not in READ_ONLY:
            message = f"a probe only looks, {action!r} may change something; allowed: {', '.join(sorted(READ_ONLY))}"
            yield subject.fault((*placed.trail, str(action)), message, of="key")
        elif placed.in_probe and isinstance(placed.step, Action) and placed.step.commit:
            yield subject.fault((*placed.trail, "commit"), "a step of a probe commits nothing", of="key")


def commits_have_probes(subject: Subject) -> Iterator[Fault]:
    """Without a probe nobody can tell after a crash whether the commit happened."""
    for placed in subject.steps:
        if isinstance(placed.step, Action) and placed.step.commit and not placed.step.commit.probe:
            message = (
                "a commit without a probe is in doubt after any crash; add read-only steps under 'probe'"
            )
            yield subject.warning((*placed.trail, "commit"), message, of="key")


def accounts_are_known_at_the_start(subject: Subject) -> Iterator[Fault]:
    """Who signs in is known before the first step, so that a place can be waited for."""
    for trail, name in subject.uses("outputs"):
        if trail[0] == "systems":
            message = f"outputs.{name} is not known before the first step; name the account by inputs, secrets or item"
            yield subject.fault(trail, message)


def controls_only_read(subject: Subject) -> Iterator[Fault]:
    """The bots of `reconcile` are there, and change nothing."""
    for at, control in enumerate(subject.bot.reconcile.against if subject.bot.reconcile else ()):
        file = subject.folder.resolve().parent / control.bot / subject.source.file.name
        for wrong in wrong_with(control, file):
            yield subject.fault(("reconcile", "against", at, "bot"), wrong)


def patterns_compile(subject: Subject) -> Iterator[Fault]:
    """Every regular expression can be read."""
    for trail, pattern in _patterns(subject):
        try:
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError) as error:
            yield subject.fault(trail, f"not a regular expression: {str(error) or 'nested too deeply'}")
        if _RUNAWAY.search(pattern):
            yield subject.warning(
                trail, "a repeat inside a repeat, as in (a+)+, can take forever on a long text"
            )


def examples_fit(subject: Subject) -> Iterator[Fault]:
    """The default and the example of an input are values that it would take."""
    for name, declared in subject.bot.inputs.items():
        if declared.min is not None and declared.max is not None and declared.min > declared.max:
            yield subject.fault(
                ("inputs", name, "min"), f"min {declared.min:g} is above max {declared.max:g}"
            )
        for key, value in (("default", declared.default), ("example", declared.example)):
            if value is None or declared.type == "file" or _RUNAWAY.search(declared.pattern or ""):
                continue
            try:
                fit(declared, value)
            except re.error:
                continue  # said by patterns_compile
            except ValueError as misfit:
                yield subject.fault(
                    ("inputs", name, key), f"the {key} does not fit the input {name!r}: {misfit}"
                )


def reviews_are_recent(subject: Subject) -> Iterator[Fault]:
    """The owner looked at the bot within the time that it promises."""
    review = subject.bot.review
    if review.last is None:
        return
    try:
        due = review.last + timedelta(days=int(review.every.split()[0]))
    except (OverflowError, ValueError):
        return  # beyond the year 9999
    if due < date.today():
        yield subject.warning(
            ("review", "last"), f"the review was due on {due}; look through the bot and set the date"
        )


def targets_are_robust(subject: Subject) -> Iterator[Fault]:
    """A target has several ways to be found, and not by its place in the markup alone."""
    for name, target in subject.each_target():
        elements = [one for one in target.candidates if not isinstance(one, DRAWN)]
        ways = {candidate.by for candidate in elements}
        trail = ("targets", name, "candidates")
        if elements and ways <= {"css", "xpath"}:
            message = f"{name!r} is found by its place in the markup alone; record it again where it has a name or text"
            yield subject.target_fault(trail, message, warning=True)
        elif len(elements) == 1:
            message = f"{name!r} has one candidate only; one change of the page is enough to lose it"
            yield subject.target_fault(trail, message, warning=True)


RULES = (
    targets_exist,
    windows_are_opened,
    systems_are_declared,
    expressions_parse,
    names_are_declared,
    sign_ins_have_secrets,
    nothing_is_declared_in_vain,
    secrets_stay_out_of_keys,
    passwords_are_secrets,
    paths_stay_inside,
    ids_are_unique,
    probes_only_read,
    commits_have_probes,
    patterns_compile,
    examples_fit,
    reviews_are_recent,
    targets_are_robust,
    accounts_are_known_at_the_start,
    controls_only_read,
)


def _patterns(subject: Subject) -> Iterator[tuple[Trail, str]]:
    declared: Iterable[tuple[str, str, str | None]] = [
        *(("inputs", name, item.pattern) for name, item in subject.bot.inputs.items()),
        *(("outputs", name, item.pattern) for name, item in subject.bot.outputs.items()),
    ]
    yield from (((kind, name, "pattern"), pattern) for kind, name, pattern in declared if pattern)
    yield from ((("redact", index), pattern) for index, pattern in enumerate(subject.bot.redact))
    for placed in subject.steps:
        step = placed.step
        if isinstance(step, Read) and step.pattern:
            yield (*placed.trail, "pattern"), step.pattern
        if isinstance(step, Action) and step.download and step.download.name:
            yield (*placed.trail, "download", "name"), step.download.name


def _secrets_in(text: str) -> tuple[str, ...]:
    try:
        return holds_secret(text)
    except ExpressionInvalid:
        return ()


def _path_fault(folder: Path, path: str) -> str | None:
    """What is wrong with a path of the bundle; one with an expression in it is checked when it is used."""
    shown = repr(path[:80])
    windows = PureWindowsPath(path)
    if windows.anchor or "\\" in path or "\0" in path or ".." in windows.parts:
        return f"the path {shown} leads out of the bundle; write it relative to the bot's folder, with /"
    if "{{" in path:
        return None
    try:
        real = (folder / path).resolve()
        if not real.is_relative_to(folder.resolve()):
            return f"the path {shown} leads out of the bundle through a link"
        return None if real.is_file() else f"the file {shown} is not in the bundle"
    except (OSError, RuntimeError, ValueError):
        return f"the path {shown} cannot be followed"
