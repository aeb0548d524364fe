"""What a bot is: the models of bot.yaml and targets.yaml, and the bundle that holds both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from clerkwork.bots.actions.registry import AnyStep
from clerkwork.bots.reconcile import Reconcile
from clerkwork.bots.step import Name, Part, Refusal
from clerkwork.selectors.target import Target

FORMAT = 1
"""The format version that this package writes; older ones are migrated on load, newer ones refused."""

BotName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)]


class System(Part):
    """A console that the bot works on."""

    url: str = Field(pattern=r"^https?://[^\s/]+")
    sign_in: Literal["none", "form", "basic"] = "none"
    also: tuple[str, ...] = Field(default=(), description="further origins that it sends the browser to")
    account: str | None = Field(
        default=None, description="who signs in there: runs with the same account wait for each other"
    )
    sessions: int = Field(default=1, ge=1, description="how many sessions the account may have at once")
    at_most: int | None = Field(
        default=None, ge=1, description="how many runs may work on the system at once, with any account"
    )


class Review(Part):
    """When the bot was last looked at by its owner, and how often it must be."""

    last: date | None = None
    every: str = Field(default="180 days", pattern=r"^[1-9][0-9]* days$")


class Input(Part):
    """A value that a run is given."""

    type: Literal["text", "integer", "number", "boolean", "date", "file"] = "text"
    title: str | None = None
    example: Any = None
    default: Any = None
    required: bool = True
    min: float | None = None
    max: float | None = None
    pattern: str | None = None
    choices: tuple[str, ...] = ()


class Output(Part):
    """A value that a run gives back."""

    type: Literal["text", "integer", "number", "file", "rows"] = "text"
    title: str | None = None
    example: Any = None
    pattern: str | None = None


class Viewport(Part):
    """Size of the page area, CSS px."""

    width: int = Field(default=1280, ge=200, le=10_000)
    height: int = Field(default=900, ge=200, le=10_000)


Period = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,4} (day|days|month|months|year|years)$")]


class Keep(Part):
    """How long the evidence of each run is kept; what is not named is kept for good."""

    pictures: Period | None = None
    downloads: Period | None = None
    run: Period | None = Field(default=None, description="all of it, but for the seal")


class Evidence(Part):
    """What becomes of the evidence of this bot's runs."""

    encrypt: bool = Field(default=False, description="pictures only open with a key of the run's own")
    keep: Keep = Keep()


class Bot(Part):
    """A routine as a file: bot.yaml."""

    clerkwork: Literal[1] = 1
    name: BotName
    title: str | None = None
    purpose: str | None = None
    owner: str | None = None
    review: Review = Review()
    viewport: Viewport = Viewport()
    systems: dict[Name, System] = Field(min_length=1)
    inputs: dict[Name, Input] = Field(default_factory=dict)
    secrets: tuple[Name, ...] = ()
    outputs: dict[Name, Output] = Field(default_factory=dict)
    business: tuple[Refusal, ...] = Field(default=(), description="words that mean no, on any page")
    redact: tuple[str, ...] = Field(
        default=(), description="card, iban, email or a regular expression: texts that no file may hold"
    )
    evidence: Evidence = Evidence()
    reconcile: Reconcile | None = Field(
        default=None, description="what a batch is compared with when it is done"
    )
    timeout: float = Field(default=15.0, gt=0, le=3600, description="seconds that any one step may take")
    steps: tuple[AnyStep, ...] = ()


class Targets(Part):
    """The targets of a bot: targets.yaml, written by the recorder and the healer."""

    clerkwork: Literal[1] = 1
    targets: dict[Name, Target] = Field(default_factory=dict)


@dataclass(frozen=True)
class Bundle:
    """A bot with its targets, and the folder where both lie."""

    folder: Path
    bot: Bot
    targets: Targets
