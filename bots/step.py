"""What every step may carry beside its one action key."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
"""The name of a target, system, input, output, secret or window: snake_case."""

Text = Annotated[str, StringConstraints(max_length=100_000)]
"""A text that may hold {{ expressions }}."""


class Part(BaseModel):
    """A piece of a bot file: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Retry(Part):
    """How often a safe step is tried again, and after which failures."""

    attempts: int = Field(default=3, ge=1, le=20)
    on: tuple[Literal["timeout", "http_5xx", "not_found", "expectation"], ...] = ("timeout", "http_5xx")
    wait: float = Field(default=1.0, ge=0, le=600, description="seconds before the second try; doubles")


class Dialog(Part):
    """A dialog of the page that this step raises, and what the person chose."""

    type: Literal["alert", "confirm", "prompt", "beforeunload", "any"]
    answer: Literal["accept", "dismiss"] = "accept"
    text: Text | None = Field(default=None, description="typed into a prompt")
    message: Text | None = Field(default=None, description="what it must say; digits are not compared")


class Download(Part):
    """A file that this step downloads."""

    name: str | None = Field(default=None, description="regular expression for its name")
    into: Name | None = Field(default=None, description="output that gets the file's path")
    min_bytes: int = Field(default=1, ge=0)


class Refusal(Part):
    """Words of the page that mean: the process said no."""

    see: Text
    reason: Text


class Step(Part):
    """The keys that any step may have. Each action adds its own (see `bots/actions/`)."""

    id: Name | None = None
    note: str | None = Field(default=None, description="for people; never acted on")
    when: Text | None = Field(default=None, description="the step is skipped unless this is true")
    timeout: float | None = Field(default=None, gt=0, le=3600, description="seconds to find and act")
    retry: Retry | None = None
    business: tuple[Refusal, ...] = Field(default=(), description="words that mean a business exception")

    def targets(self) -> tuple[str, ...]:
        """Names of the targets that this step works on."""
        return ()

    def patience(self) -> float | None:
        """Seconds that it may take; None for what the bot says for all steps."""
        return self.timeout

    def words(self) -> str:
        """The step in words, for journal, report and progress."""
        raise NotImplementedError
