"""What a test can switch on a running site: its skin, its clock, and its faults.

`POST /__switches` with a JSON object changes the named switches and leaves the others; `GET` shows
all. A switch that ends in `_once`, `expire_session` and `surprise_dialog` go off by themselves
when they have acted.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Weather(BaseModel):
    """A bad night: how likely each request meets a fault. The same seed gives the same sequence of draws."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: int = 0
    lose: float = Field(0.0, ge=0, le=1, description="a commit is stored, then its answer is lost")
    error: float = Field(0.0, ge=0, le=1, description="500, nothing is stored")
    expire: float = Field(0.0, ge=0, le=1, description="the request's own session has expired")
    slow: float = Field(0.0, ge=0, le=1, description="the answer comes `slow_ms` later")
    slow_ms: int = Field(1500, ge=0, le=120_000)


class Switches(BaseModel):
    """All switches of one site; the defaults are a healthy site."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    skin: int = Field(1, ge=1, description="the skin of sessions that did not choose one with ?skin=")
    clock: datetime | None = Field(None, description="the time that pages show; null is the real time")
    slow_ms: int = Field(0, ge=0, le=120_000, description="every page answers that much later")
    error_once: bool | str = Field(False, description="500 at the next request (a text: under that path)")
    lose_answer_once: bool | Literal["drop", "504"] = Field(
        False, description="the next commit is stored, then the connection drops (true, drop) or 504 comes"
    )
    expire_session: bool = Field(False, description="the next request finds every session expired")
    double_submit: bool = Field(False, description="the site does not guard against a form sent twice")
    surprise_dialog: bool | str = Field(
        False, description="the next page opens with an alert (with that text)"
    )
    maintenance: bool = Field(False, description="every page answers 503 with a maintenance page")
    weather: Weather | None = Field(None, description="faults at random, on every page")
    changed_sign_in: bool = Field(False, description="the sign-in form has other fields and a further step")


class SwitchBoard:
    """The current switches of one running site."""

    def __init__(self) -> None:
        self.now = Switches()
        self._dice = random.Random()  # noqa: S311  (dice, not secrets)

    def change(self, changes: Mapping[str, object]) -> Switches:
        """Sets the named switches.

        Raises pydantic.ValidationError for an unknown name or an impossible value; nothing changes then.
        """
        self.now = Switches.model_validate(self.now.model_dump() | dict(changes))
        if self.now.weather and "weather" in changes:
            self._dice.seed(self.now.weather.seed)
        return self.now

    def drawn(self, fault: Literal["lose", "error", "expire", "slow"]) -> bool:
        """Whether the weather has this fault for the request at hand."""
        weather = self.now.weather
        return weather is not None and self._dice.random() < getattr(weather, fault)

    def take(self, name: str) -> bool | str:
        """The value of a fault that acts once, which is off from now on."""
        value: bool | str = getattr(self.now, name)
        if value:
            self.now = self.now.model_copy(update={name: False})
        return value

    def error_due(self, path: str) -> bool:
        """Whether this request is the one that fails, taking the fault if so."""
        due = _covers(self.now.error_once, path)
        if due:
            self.take("error_once")
        return due

    def reset(self) -> None:
        self.now = Switches()


def _covers(switch: bool | str, path: str) -> bool:
    return path.startswith(switch) if isinstance(switch, str) else switch
