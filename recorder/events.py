"""What a recorder sees, one frozen model per kind of event; the journal holds nothing else.

*Acts* are what the person did; *effects* are what the browser did because of it. `steps_of` in
`recorder/normalise.py` makes steps of them. The models carry a version: a journal that a crash left
behind may be read by a later release.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from clerkwork.selectors.target import Box, Candidate, Fingerprint, FrameStep


class Seen(BaseModel):
    """A piece of what was seen: frozen; keys of a later release are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Description(Seen):
    """An element as the page script describes it, in the shape of a target's fields."""

    candidates: tuple[Candidate, ...] = Field(min_length=1)
    fingerprint: Fingerprint
    frame: tuple[FrameStep, ...] = ()
    frame_exact: bool = Field(default=True, description="false: a frame of another origin hides the way down")
    url: str | None = None
    title: str | None = None
    box: Box | None = None


class Subject(Seen):
    """The element that was acted on. `ref` is one element in one document."""

    ref: str
    is_: Description | None = Field(default=None, alias="is", description="none: as described before")

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Point(Seen):
    """A place inside an element, as parts of its width and height."""

    x: float
    y: float


class Spot(Seen):
    """The pressed point in the crop of its subject, px; `scale` is px for each CSS px."""

    x: float
    y: float
    scale: float = 1


class KeptFile(Seen):
    """A file that the person gave to the page. `kept` is its path inside the bundle, if it was copied."""

    name: str
    size: int = 0
    sha256: str | None = None
    kept: str | None = None


Button = Literal["left", "middle", "right"]
Modifier = Literal["Alt", "Control", "Meta", "Shift"]


class Event(Seen):
    """`at` is in seconds since 1970, by the clock of whoever saw it."""

    v: Literal[1] = 1
    at: float
    window: str = "main"


class Act(Event):
    """Something that the person did. `picture` names the crop of its subject inside the bundle."""

    subject: Subject | None = None
    origin: str | None = Field(default=None, description="of the frame's document, such as https://host:8443")
    picture: str | None = None
    spot: Spot | None = Field(default=None, description="in the picture, if it shows what is drawn there")


class Down(Act):
    """A mouse button went down; `press` counts them within the document."""

    kind: Literal["down"] = "down"
    press: str
    button: Button = "left"
    modifiers: tuple[Modifier, ...] = ()
    position: Point | None = None
    viewport: tuple[int, int] | None = Field(default=None, description="of a window's top page, CSS px")


class Up(Act):
    """It came up again. `moved` is the distance in px; `gone`: what was under it has left the page."""

    kind: Literal["up"] = "up"
    press: str
    moved: float = 0
    gone: bool = False


class Clicked(Act):
    """The page got a click; `press` is none when a key did it."""

    kind: Literal["clicked"] = "clicked"
    press: str | None = None
    count: int = 1
    button: Button = "left"
    modifiers: tuple[Modifier, ...] = ()
    position: Point | None = None


class Dragged(Act):
    """A press that moved something: `by` in px, `to` where it was let go, at `place`."""

    kind: Literal["dragged"] = "dragged"
    press: str
    by: tuple[float, float]
    position: Point | None = None
    to: Subject | None = None
    place: Point | None = None


class Hovered(Act):
    """Pointed at, and only therefore could be pressed what is pressed next."""

    kind: Literal["hovered"] = "hovered"


class Scrolled(Act):
    """Scrolled by hand, whereupon the page showed more. `top` in px; `end`: as far as it went."""

    kind: Literal["scrolled"] = "scrolled"
    top: float
    end: bool = False


class Typed(Act):
    """A field's text after a change. A secret field's text never leaves the page: `value` is none."""

    kind: Literal["typed"] = "typed"
    value: str | None = None
    secret: bool = False


class Chosen(Act):
    """The labels chosen in a list, before the page could change them."""

    kind: Literal["chosen"] = "chosen"
    labels: tuple[str, ...] = ()
    multiple: bool = False
    values: tuple[str, ...] = Field(
        default=(), description="what they send, if the labels do not tell them apart"
    )


class Ticked(Act):
    """A checkbox or radio button has a new state."""

    kind: Literal["ticked"] = "ticked"
    checked: bool


class Uploaded(Act):
    """Files were given to a file input; none: they were taken away."""

    kind: Literal["uploaded"] = "uploaded"
    files: tuple[KeptFile, ...] = ()


class Pressed(Act):
    """A key or chord that is not plain typing, in Playwright's spelling."""

    kind: Literal["pressed"] = "pressed"
    key: str
    press: str | None = Field(default=None, description="of a key that the page may have reacted to")


class Spelled(Act):
    """Keys that were letters `first` to `last` (exclusive) of a known secret, on a page where every key acts; no
    file holds the keys themselves. `end`: the secret has no more letters."""

    kind: Literal["spelled"] = "spelled"
    secret: str
    first: int
    last: int
    end: bool = False


class Checked(Act):
    """What the person pointed at for a check, or for a mask. `cells` are the texts of a table row; `region` is
    the mask that was drawn, in CSS px from the subject's corner, or from the page's where there is none."""

    kind: Literal["checked"] = "checked"
    check: Literal["text", "value", "row", "shown", "enabled", "mask"]
    expected: str = ""
    cells: tuple[str, ...] = ()
    region: Box | None = None


class Asked(Act):
    """The person said that the next step is a commit, that the last one shall go, or that what was filled
    last is the input `title`; or wants the page compared from now on."""

    kind: Literal["asked"] = "asked"
    what: Literal["commit", "checkpoint", "undo", "input"]
    title: str = ""


class Navigated(Event):
    """A document was loaded into a window; `at` is when that began. Only `main` frames can be opened by address.

    A page that goes on by itself after a while (`timer`) is no effect of what the person did last.
    """

    kind: Literal["navigated"] = "navigated"
    url: str
    how: Literal["address", "reload", "back", "forward", "history", "page", "timer"] = "page"
    main: bool = True
    landed: str | None = Field(default=None, description="where redirects led, if elsewhere")


class WindowOpened(Event):
    """A window came to be, or was seen for the first time. `opener` is none if no page opened it."""

    kind: Literal["window_opened"] = "window_opened"
    opener: str | None = None
    url: str = ""


class WindowClosed(Event):
    kind: Literal["window_closed"] = "window_closed"
    by: Literal["person", "page"] = "page"


class Raised(Event):
    """A dialog of the page opened. Without an `Answered` after it, the recording broke off before its answer."""

    kind: Literal["raised"] = "raised"
    type: Literal["alert", "confirm", "prompt", "beforeunload"]


class Answered(Event):
    """A dialog of the page was answered; `at` is when it opened."""

    kind: Literal["answered"] = "answered"
    type: Literal["alert", "confirm", "prompt", "beforeunload"]
    message: str = ""
    accepted: bool
    text: str | None = None


class Downloaded(Event):
    kind: Literal["downloaded"] = "downloaded"
    name: str
    size: int | None = None
    sha256: str | None = None


class Reacted(Event):
    """The page did something because of a key: `handled` itself, or it changed what it shows."""

    kind: Literal["reacted"] = "reacted"
    press: str
    handled: bool = False


class Requested(Event):
    """The page asked its server for something without leaving."""

    kind: Literal["requested"] = "requested"


class SignedIn(Event):
    """A request carried HTTP basic credentials; neither is kept."""

    kind: Literal["signed_in"] = "signed_in"
    origin: str


class Started(Event):
    """The recorder began to listen, or went on after a break (`resumed`)."""

    kind: Literal["started"] = "started"
    resumed: bool = False
    viewport: tuple[int, int] | None = None
    systems: dict[str, str] = Field(default_factory=dict)
    inputs: dict[str, str] = Field(default_factory=dict)


AnyEvent = Annotated[
    Down
    | Up
    | Clicked
    | Dragged
    | Hovered
    | Scrolled
    | Typed
    | Chosen
    | Ticked
    | Uploaded
    | Pressed
    | Spelled
    | Checked
    | Asked
    | Navigated
    | WindowOpened
    | WindowClosed
    | Raised
    | Answered
    | Downloaded
    | Reacted
    | Requested
    | SignedIn
    | Started,
    Field(discriminator="kind"),
]

EVENT: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)
"""Reads one event from its JSON shape; raises pydantic's `ValidationError`."""
