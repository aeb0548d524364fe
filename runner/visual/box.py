"""A rectangle on a picture, in whole pixels."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle whose left upper pixel is (x, y); it covers `width` by `height` pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column beyond the box."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row beyond the box."""
        return self.y + self.height

    @property
    def area(self) -> int:
        return self.width * self.height

    def clipped(self, width: int, height: int) -> "Box":
        """The part of the box that lies on a picture of this size; its area is 0 if there is none."""
        left, top = min(max(self.x, 0), width), min(max(self.y, 0), height)
        right, bottom = min(max(self.right, left), width), min(max(self.bottom, top), height)
        return Box(left, top, right - left, bottom - top)

    def shared(self, other: "Box") -> int:
        """How many pixels both boxes cover."""
        width = min(self.right, other.right) - max(self.x, other.x)
        height = min(self.bottom, other.bottom) - max(self.y, other.y)
        return max(width, 0) * max(height, 0)

    def grown(self, by: int) -> "Box":
        """The box with a margin around it."""
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def moved(self, dx: int, dy: int) -> "Box":
        return Box(self.x + dx, self.y + dy, self.width, self.height)

    @property
    def slices(self) -> tuple[slice, slice]:
        """Rows and columns, to index an array with. Only for a box that was clipped."""
        return slice(self.y, self.bottom), slice(self.x, self.right)
