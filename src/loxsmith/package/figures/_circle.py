"""A molecule as a ring: features on it, symbols on stems around it, labels around those.

Outside the ring everything lives in one polar strip: stems and leaders are straight in angle and radius and
keep the order of their feet, so they cannot cross each other or the ring. Labels stand outside, a line each.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from loxsmith.package.figures._palette import BANDS, PAINTS, PINS
from loxsmith.package.figures._pins import LABEL_SIZE, pin_width
from loxsmith.package.figures._shapes import SYMBOL
from loxsmith.package.figures._spread import spread
from loxsmith.package.figures._text import clean, shorten, width
from loxsmith.package.figures.layout import Point
from loxsmith.package.figures.model import Glyph, Track

_SMALLEST: Final = 168.0
"""Pixels; radius of the ring of a vector with few features."""
_LINE: Final = 17.0
COLLAR: Final = 15.0
"""Pixels outside the ring's middle beyond which no feature reaches."""
_FAN: Final = 12.0
_STRIP: Final = 26.0
"""Pixels of radius over which leaders turn towards their labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """The circles everything is placed on; the centre is 0, 0."""

    radius: float
    """Middle of the features."""
    length: int
    """Bases around."""

    @property
    def foot(self) -> float:
        """Radius at which symbols stand."""
        return self.radius + COLLAR + _FAN

    @property
    def crown(self) -> float:
        """Radius at which leaders leave the symbols."""
        return self.foot + SYMBOL + 1

    @property
    def rim(self) -> float:
        """Radius at which leaders reach the height of their labels."""
        return self.crown + _STRIP

    def angle(self, position: float) -> float:
        """Return the angle of a base boundary, clockwise from the top, radians."""
        return 2 * math.pi * position / self.length


@dataclass(frozen=True, slots=True, kw_only=True)
class RingPin:
    """One glyph with its symbol and label around the ring."""

    index: int
    """Of the glyph within its track."""
    glyph: Glyph
    """What is shown."""
    true: float
    """Angle of its place."""
    rail: float
    """Angle to which its symbol was moved."""
    words: str
    """Its label as drawn; may be empty."""
    port: Point
    """Where its leader leaves the strip; meaningless without words."""
    text: float
    """x at which its label starts (right half) or ends (left half)."""

    @property
    def is_right(self) -> bool:
        """Whether the label stands on the right half."""
        return self.port[0] >= 0


def point(radius: float, angle: float) -> Point:
    """Return x and y of a place on a circle around 0, 0."""
    return radius * math.sin(angle), -radius * math.cos(angle)


def plan_ring(track: Track) -> tuple[Ring, list[RingPin]]:
    """Choose a ring large enough for its symbols and labels, and place them."""
    shown = [
        (index, glyph) for index, glyph in enumerate(track.glyphs) if glyph.kind in PINS or clean(glyph.label)
    ]
    ring = Ring(radius=_SMALLEST, length=track.length)
    while True:
        pins = _place(ring, shown)
        halves = [sum(1 for pin in pins if pin.words and pin.is_right is side) for side in (True, False)]
        around = sum(pin_width(glyph) for _, glyph in shown) + SYMBOL
        if max(halves) * _LINE <= 1.92 * ring.rim and around <= 2 * math.pi * ring.foot:
            return ring, pins
        ring = Ring(radius=ring.radius * 1.12, length=track.length)


def _place(ring: Ring, shown: Sequence[tuple[int, Glyph]]) -> list[RingPin]:
    full = 2 * math.pi
    ordered = sorted(
        ((ring.angle(glyph.middle) % full, index, glyph) for index, glyph in shown), key=lambda one: one[:2]
    )
    wanted = [true * ring.foot for true, _, _ in ordered]
    moved = spread(wanted, [pin_width(glyph) for _, _, glyph in ordered], 0.0, full * ring.foot)
    rails = [place / ring.foot for place in moved]
    ports = _ports(ring, rails, [bool(clean(glyph.label)) for _, _, glyph in ordered])
    pins = []
    for (true, index, glyph), rail, port in zip(ordered, rails, ports, strict=True):
        words = shorten(clean(glyph.label))
        pins.append(
            RingPin(
                index=index,
                glyph=glyph,
                true=true,
                rail=rail,
                words=words,
                port=port,
                text=_text_x(ring, port),
            )
        )
    return pins


def _ports(ring: Ring, rails: Sequence[float], named: Sequence[bool]) -> list[Point]:
    """Return the points on the rim at which the leaders end, one text line apart on each half."""
    ports: list[Point] = [point(ring.rim, rail) for rail in rails]
    top, bottom = -0.985 * ring.rim, 0.985 * ring.rim
    for side in (1, -1):
        half = [
            index
            for index, rail in enumerate(rails)
            if named[index] and (1 if rail < math.pi else -1) == side
        ]
        half = half if side > 0 else half[::-1]
        heights = spread(
            [ports[index][1] for index in half], [_LINE] * len(half), top - _LINE / 2, bottom + _LINE / 2
        )
        for index, height in zip(half, heights, strict=True):
            held = min(max(height, -ring.rim), ring.rim)
            ports[index] = (side * math.sqrt(max(0.0, ring.rim**2 - held**2)), held)
    return ports


def _text_x(ring: Ring, port: Point) -> float:
    """Return the x at which a line of text at the height of its port lies wholly outside the rim."""
    near = max(0.0, abs(port[1]) - _LINE / 2)
    outside = math.sqrt(max(0.0, (ring.rim + 3) ** 2 - near**2))
    return math.copysign(outside + 4, port[0])


def stem(ring: Ring, pin: RingPin) -> list[Point]:
    """Return the line from a glyph's place to its foot on the rail."""
    inner = ring.radius if pin.glyph.kind in PINS else ring.radius + PAINTS[pin.glyph.kind].half
    return [point(inner, pin.true), *turn((ring.radius + COLLAR, pin.true), (ring.foot, pin.rail))]


def leader(ring: Ring, pin: RingPin) -> list[Point]:
    """Return the line from the rail to the label; without a symbol it starts at the molecule."""
    start = [point(ring.foot + SYMBOL - 1, pin.rail)] if pin.glyph.kind in PINS else stem(ring, pin)
    angle = math.atan2(pin.port[0], -pin.port[1])
    if angle < 0:
        angle += 2 * math.pi
    tail = (pin.text - math.copysign(2.0, pin.text), pin.port[1])
    return [*start, *turn((ring.crown, pin.rail), (ring.rim, angle)), tail]


def turn(start: tuple[float, float], end: tuple[float, float]) -> list[Point]:
    """Return points along a line that is straight in radius and angle, dense enough to look smooth."""
    steps = max(1, math.ceil(abs(end[1] - start[1]) / 0.04))
    radii = [start[0] + (end[0] - start[0]) * step / steps for step in range(steps + 1)]
    angles = [start[1] + (end[1] - start[1]) * step / steps for step in range(steps + 1)]
    return [point(radius, angle) for radius, angle in zip(radii, angles, strict=True)]


def arc(ring: Ring, glyph: Glyph) -> list[Point]:
    """Return the outline of a feature on the ring: a bent box, with a head when it has a direction."""
    paint = PAINTS[glyph.kind]
    start, end = ring.angle(glyph.start), ring.angle(glyph.end)
    short = max(0.0, 3.0 / ring.radius - (end - start)) / 2
    start, end = start - short, end + short
    inner, outer = ring.radius - paint.half, ring.radius + paint.half
    is_arrow = glyph.strand != 0 and paint.shape == "arrow" and glyph.kind not in BANDS
    head = min(10.0 / ring.radius, (end - start) * 0.6) if is_arrow else 0.0
    neck_start = start + (head if glyph.strand < 0 else 0.0)
    neck_end = end - (head if glyph.strand > 0 else 0.0)
    tip_end = [point(ring.radius, end)] if head and glyph.strand > 0 else []
    tip_start = [point(ring.radius, start)] if head and glyph.strand < 0 else []
    outward = turn((outer, neck_start), (outer, neck_end))
    inward = turn((inner, neck_end), (inner, neck_start))
    return [*outward, *tip_end, *inward, *tip_start]


def label_width(pin: RingPin) -> float:
    """Return the pixels a label needs."""
    return width(pin.words, LABEL_SIZE)
