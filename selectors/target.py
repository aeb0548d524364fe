"""What a target is: where it lives, how to find it, and what it was like when it was recorded."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Record(BaseModel):
    """A frozen value; an unknown key is a fault, so that a typing error never passes silently."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Box(Record):
    """A rectangle in CSS px, relative to the viewport of the top page of its window."""

    x: float
    y: float
    width: float
    height: float


class FrameStep(Record):
    """One frame on the way down from a window's top page, tried by name, id, title, URL, then index."""

    name: str | None = None
    id: str | None = None
    title: str | None = None
    url: str | None = Field(default=None, description="path of the frame's document, digits as *")
    index: int = Field(default=0, description="position among the sibling frames, from 0")


class ByTestId(Record):
    """An attribute that a developer put there for tests."""

    by: Literal["test_id"] = "test_id"
    attribute: str = "data-testid"
    value: str


class ByRole(Record):
    """ARIA role and accessible name, both as computed by the page script."""

    by: Literal["role"] = "role"
    role: str
    name: str


class ByLabel(Record):
    """The text of the <label> (or aria-label) of a form control."""

    by: Literal["label"] = "label"
    text: str


class ByPlaceholder(Record):
    by: Literal["placeholder"] = "placeholder"
    text: str


class ByText(Record):
    """The smallest element whose own text is this, with its tag."""

    by: Literal["text"] = "text"
    text: str
    tag: str


class ById(Record):
    """A stable id; a generated one is never recorded."""

    by: Literal["id"] = "id"
    value: str


class ByName(Record):
    """The name attribute of a form control, with its tag (and the value for radio buttons)."""

    by: Literal["name"] = "name"
    tag: str
    name: str
    value: str | None = None


class ByRow(Record):
    """A control in a repeated row, found by a text of that row and its place in it.

    A step's `row:` replaces `text`. `column` is the header above the cell, where there is one.
    """

    by: Literal["row"] = "row"
    text: str
    column: str | None = None
    tag: str
    role: str | None = None
    name: str | None = None
    tail: str | None = Field(
        default=None, description="what stays of a generated name or id in each row: $btnReserve"
    )
    index: int = Field(default=0, description="among the equal controls of the row, from 0")


class ByNear(Record):
    """A control with this text to its left or above it (by geometry), as in a form laid out by a table."""

    by: Literal["near"] = "near"
    text: str
    tag: str
    type: str | None = None


class ByCss(Record):
    by: Literal["css"] = "css"
    css: str


class ByXPath(Record):
    by: Literal["xpath"] = "xpath"
    xpath: str


class ByImage(Record):
    """What is drawn in the element that the other candidates find: a picture of it and of what is around it.

    It means no element but the place in one where to act.
    """

    by: Literal["image"] = "image"
    image: str = Field(description="path of the picture inside the bundle")
    x: float = Field(description="the point that was pressed, px from the picture's left")
    y: float = Field(description="and from its top")
    scale: float = Field(default=1, gt=0, description="px of the picture for each CSS px")


class ByScreenText(Record):
    """Words drawn in the element that the other candidates find, or anywhere on the page; read off its picture.

    A step's `named:` replaces `text`.
    """

    by: Literal["screen_text"] = "screen_text"
    text: str = Field(min_length=1)


Candidate = Annotated[
    ByTestId
    | ByRole
    | ByLabel
    | ByPlaceholder
    | ByText
    | ById
    | ByName
    | ByRow
    | ByNear
    | ByCss
    | ByXPath
    | ByImage
    | ByScreenText,
    Field(discriminator="by"),
]

DRAWN = (ByImage, ByScreenText)
"""Candidates that say where in an element something is drawn, and find no element by themselves."""


class Fingerprint(Record):
    """What the element was like at the moment it was recorded. Texts are trimmed, white space folded.

    `attributes` holds id, name, class, type, href, src, action and the like as written in the page.
    """

    tag: str = Field(description="in lower case; * where it is not known, as only in a partial fingerprint")
    partial: bool = Field(
        default=False, description="put together from another tool's script: what it does not say is unknown"
    )
    type: str | None = None
    role: str | None = None
    name: str | None = Field(default=None, description="accessible name")
    label: str | None = None
    text: str | None = Field(default=None, description="visible text, at most 200 characters")
    attributes: dict[str, str] = Field(default_factory=dict)
    row: tuple[str, ...] = Field(default=(), description="texts of the cells of its row")
    column: str | None = None
    section: str | None = Field(default=None, description="nearest heading, legend or caption")
    form: str | None = Field(default=None, description="name, id or action tail of its form")
    peers: int | None = Field(
        default=None, description="other controls of its kind in its form, or on its page outside of forms"
    )
    near: tuple[str, ...] = Field(default=(), description="texts left of, above, right of, below it")
    path: tuple[str, ...] = Field(default=(), description="ancestors from the body down, tag or tag#id")
    box: Box | None = None
    page: tuple[float, float] | None = Field(default=None, description="scroll width and height, px")


class Target(Record):
    """The thing on the screen that a step works on."""

    window: str = Field(default="main", description="main, or the name that a step gave with `opens`")
    url: str | None = Field(default=None, description="path of the page where it was recorded, digits as *")
    title: str | None = None
    frame: tuple[FrameStep, ...] = ()
    candidates: tuple[Candidate, ...] = Field(min_length=1)
    fingerprint: Fingerprint
    crop: str | None = Field(default=None, description="path of the picture inside the bundle")
    redact: bool = Field(default=False, description="black it out in every picture")
    healing: Literal["off", "ask", "accept"] = "ask"
