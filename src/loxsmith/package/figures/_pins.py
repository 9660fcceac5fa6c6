"""Stand symbols and labels on stems along one side of a line, moved apart just enough to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from loxsmith.package.figures._lanes import MIN_PORT_GAP, Seat, seat_labels
from loxsmith.package.figures._palette import PAINTS, PINS
from loxsmith.package.figures._shapes import SYMBOL, symbol
from loxsmith.package.figures._spread import spread
from loxsmith.package.figures._text import clean, shorten, width
from loxsmith.package.figures.layout import Box, Layout, Leader, Mark
from loxsmith.package.figures.model import Glyph

LABEL_SIZE: Final = 12.0
"""Pixels per em of a label."""
_LANE: Final = 17.0
_PAD: Final = 3.0
_COLLAR: Final = 14.5
"""Height beyond which no feature of the line reaches, pixels."""
_FAN: Final = 11.0
"""Height over which stems lean towards the place of their symbol."""
_SYMBOL_ROOM: Final = SYMBOL + 3
_NARROW: Final = MIN_PORT_GAP + 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """One glyph that stands on a stem."""

    index: int
    """Of the glyph within its track."""
    glyph: Glyph
    """What is shown."""
    true: float
    """Pixel of its place on the molecule."""
    rail: float
    """Pixel to which it was moved."""
    seat: Seat
    """Where its label goes."""

    @property
    def is_symbol(self) -> bool:
        """Whether a symbol stands on the stem, or only a label."""
        return self.glyph.kind in PINS


@dataclass(frozen=True, slots=True, kw_only=True)
class Rail:
    """All pins on one side of the line."""

    pins: tuple[Pin, ...]
    """From left to right."""
    side: int
    """-1 above the line, +1 below."""

    @property
    def is_leaning(self) -> bool:
        """Whether any pin had to be moved."""
        return any(abs(pin.rail - pin.true) > 0.3 for pin in self.pins)

    @property
    def foot(self) -> float:
        """Distance from the line to the feet of the symbols."""
        return _COLLAR + (_FAN if self.is_leaning else 4.0)

    @property
    def crown(self) -> float:
        """Distance from the line to the first lane of labels."""
        has_symbols = any(pin.is_symbol for pin in self.pins)
        return self.foot + (_SYMBOL_ROOM if has_symbols else 1.0) + 4.0

    @property
    def reach(self) -> float:
        """Distance from the line to the outer edge of the outermost label."""
        lanes = max((pin.seat.lane + 1 for pin in self.pins), default=0)
        return self.crown + lanes * _LANE if self.pins else _COLLAR

    @property
    def right(self) -> float:
        """The rightmost pixel used."""
        return max(
            (max(pin.rail + SYMBOL / 2, pin.seat.left + _room(pin.glyph)) for pin in self.pins), default=0.0
        )


def _words(glyph: Glyph) -> str:
    return shorten(clean(glyph.label))


def _room(glyph: Glyph) -> float:
    words = _words(glyph)
    return max(2 * _PAD, width(words, LABEL_SIZE) + 2 * _PAD) if words else 2 * _PAD


def pin_width(glyph: Glyph) -> float:
    """Return the room a pin needs along the rail."""
    return SYMBOL + 2 if glyph.kind in PINS else _NARROW


def plan_rail(
    places: Sequence[tuple[int, Glyph, float]],
    side: int,
    low: float,
    high: float,
    *,
    rail: tuple[float, float],
) -> Rail:
    """Move pins apart within ``rail`` and seat their labels between ``low`` and ``high``.

    Args:
        places: index, glyph and true pixel of each pin.
        side: -1 above the line, +1 below.
        low, high: pixels between which labels should stay.
        rail: pixels between which symbols should stay.
    """
    ordered = sorted(places, key=lambda place: (place[2], place[0]))
    rails = spread([true for _, _, true in ordered], [pin_width(glyph) for _, glyph, _ in ordered], *rail)
    seats = seat_labels(rails, [_room(glyph) for _, glyph, _ in ordered], low, high)
    pins = tuple(
        Pin(index=index, glyph=glyph, true=true, rail=moved, seat=seat)
        for (index, glyph, true), moved, seat in zip(ordered, rails, seats, strict=True)
    )
    return Rail(pins=pins, side=side)


def draw_rail(layout: Layout, rail: Rail, y: float, row: int, titles: Sequence[str]) -> None:
    """Put the pins of a rail on the canvas, with the line at ``y``."""
    for pin in rail.pins:
        start = 0.0 if pin.is_symbol else PAINTS[pin.glyph.kind].half
        bend = y + rail.side * _COLLAR
        foot = y + rail.side * rail.foot
        stem = [(pin.true, y + rail.side * start), (pin.true, bend), (pin.rail, foot)]
        if pin.is_symbol:
            layout.leaders.append(Leader(points=tuple(stem), owner=pin.index, row=row, is_stem=True))
            centre = y + rail.side * (rail.foot + SYMBOL / 2)
            half = SYMBOL / 2 + 0.5
            layout.marks.append(
                Mark(
                    body=symbol(pin.glyph, pin.rail, centre),
                    box=Box(
                        left=pin.rail - half, top=centre - half, right=pin.rail + half, bottom=centre + half
                    ),
                    title=titles[pin.index],
                    owner=pin.index,
                    row=row,
                    layer=3,
                )
            )
            stem = [(pin.rail, y + rail.side * (rail.foot + SYMBOL))]
        if _words(pin.glyph):
            _draw_label(layout, rail, pin, stem, y, row)


def _draw_label(
    layout: Layout, rail: Rail, pin: Pin, stem: list[tuple[float, float]], y: float, row: int
) -> None:
    middle = y + rail.side * (rail.crown + (pin.seat.lane + 0.5) * _LANE)
    text = layout.write(
        _words(pin.glyph),
        pin.seat.left + _PAD,
        middle,
        size=LABEL_SIZE,
        role="label",
        full=pin.glyph.name,
        owner=pin.index,
        row=row,
    )
    edge = text.box.bottom if rail.side < 0 else text.box.top
    layout.leaders.append(Leader(points=(*stem, (pin.rail, edge)), owner=pin.index, row=row))
