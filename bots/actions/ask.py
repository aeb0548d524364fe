"""Ask a person."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from clerkwork.bots.step import Name, Step, Text

AN_HOUR = 3600.0

Choice = Annotated[str, StringConstraints(min_length=1, max_length=80)]


class Ask(Step):
    """Stop until somebody has answered a question, who sees a picture of the page."""

    ask: Text
    choices: tuple[Choice, ...] = Field(default=("yes", "no"), min_length=1, max_length=20)
    into: Name = Field(description="output that gets the answer")
    role: Literal["auditor", "operator", "admin"] = Field(
        default="operator", description="who may answer in the control room"
    )
    timeout: float | None = Field(
        default=None, gt=0, le=604_800, description="seconds to answer; an hour unless given"
    )
    otherwise: Choice | None = Field(default=None, description="the answer when nobody gave one in time")
    stop_on: tuple[Choice, ...] = Field(
        default=(), description="answers that end the item as a business exception"
    )

    @model_validator(mode="after")
    def _answers_are_choices(self) -> Self:
        if twice := sorted({one for one in self.choices if self.choices.count(one) > 1}):
            raise ValueError(f"the choice {twice[0]!r} is there twice")
        others = (*self.stop_on, *((self.otherwise,) if self.otherwise is not None else ()))
        for answer in others:
            if answer not in self.choices:
                raise ValueError(f"{answer!r} is none of the choices {', '.join(map(repr, self.choices))}")
        return self

    def patience(self) -> float:
        return self.timeout or AN_HOUR

    def words(self) -> str:
        return f"ask {self.ask!r}: {' or '.join(self.choices)}"
