"""A figure before it is written: placed texts, leader lines and marks, in pixels, open to inspection."""

from __future__ import annotations

from dataclasses import dataclass, field

from loxsmith.package.figures._text import is_measured, width

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """An upright rectangle in pixels; y grows downwards."""

    left: float
    """Smallest x."""
    top: float
    """Smallest y."""
    right: float
    """Largest x."""
    bottom: float
    """Largest y."""

    def overlaps(self, other: Box) -> bool:
        """Say whether the two share any area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: Box) -> bool:
        """Say whether the other lies wholly inside this one."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedText:
    """One line of text and the box that is sure to hold it."""

    text: str
    """As drawn, already shortened."""
    full: str
    """As asked for."""
    box: Box
    """Upper bound of the ink."""
    size: float
    """Pixels per em."""
    anchor: str = "start"
    """``start``, ``middle`` or ``end`` of the box."""
    role: str = "label"
    """CSS role: label, inside, title, note, ruler, arm, gap."""
    colour: str = ""
    """A fixed fill for text on a coloured glyph; empty for the ink of the page."""
    owner: int | None = None
    """Index of the glyph it names, within its track."""
    row: int = 0
    """Index of the track."""

    @property
    def baseline(self) -> float:
        """The y of the writing line."""
        return (self.box.top + self.box.bottom) / 2 + self.size * 0.35

    @property
    def is_guarded(self) -> bool:
        """Whether the browser must be told the width, because a character is not in the table."""
        return not is_measured(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """A thin line from the true place of a glyph to its symbol and label."""

    points: tuple[Point, ...]
    """From the molecule outwards."""
    owner: int
    """Index of the glyph within its track."""
    row: int = 0
    """Index of the track."""
    is_stem: bool = False
    """Whether it ends at a symbol rather than at a label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One drawn thing: SVG text with its hover title and the box it fills."""

    body: str
    """SVG elements."""
    box: Box
    """What it covers, pixels."""
    title: str = ""
    """What pointing at it says."""
    owner: int | None = None
    """Index of the glyph within its track; None for axes and rulers."""
    row: int = 0
    """Index of the track."""
    layer: int = 2
    """Drawing order: 0 ribbons, 1 bands, 2 features, 3 symbols."""


@dataclass(slots=True, kw_only=True)
class Layout:
    """Everything on the canvas."""

    title: str
    """Accessible name of the figure."""
    description: str
    """Accessible description: what is where, in words."""
    width: float = 0.0
    """Pixels."""
    height: float = 0.0
    """Pixels."""
    texts: list[PlacedText] = field(default_factory=list)
    """All texts."""
    leaders: list[Leader] = field(default_factory=list)
    """All leader lines."""
    marks: list[Mark] = field(default_factory=list)
    """All shapes."""

    def write(
        self,
        text: str,
        x: float,
        y: float,
        *,
        size: float,
        role: str,
        anchor: str = "start",
        full: str = "",
        colour: str = "",
        owner: int | None = None,
        row: int = 0,
    ) -> PlacedText:
        """Place one line of text with its anchor at ``x`` and its middle at ``y``."""
        wide = width(text, size, bold=role in ("title", "name"))
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        box = Box(left=left, top=y - size * 0.62, right=left + wide, bottom=y + size * 0.62)
        placed = PlacedText(
            text=text,
            full=full or text,
            box=box,
            size=size,
            anchor=anchor,
            role=role,
            colour=colour,
            owner=owner,
            row=row,
        )
        self.texts.append(placed)
        return placed
