"""One molecule as a line to scale: features on it, symbols and labels on both sides, arms as brackets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from loxsmith.package.figures._axis import GAP_SIZE, Axis
from loxsmith.package.figures._palette import BANDS, PAINTS, PINS
from loxsmith.package.figures._pins import Rail, draw_rail, plan_rail
from loxsmith.package.figures._shapes import stretch
from loxsmith.package.figures._svg import element
from loxsmith.package.figures._text import clean, shorten, width
from loxsmith.package.figures.layout import Box, Layout, Mark
from loxsmith.package.figures.model import Glyph, Track

_INSIDE_SIZE: Final = 11.0
_BELOW: Final = frozenset({"guide", "primer"})
_STEMMED: Final = PINS | {"backbone"}
"""What stands on a stem that starts at the line itself."""
_BRACKET: Final = 26.0
"""Height of one lane of homology-arm brackets, pixels."""
_LEAST: Final = 3.0
"""Pixels of the shortest feature."""

Span = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """A label written on its own glyph."""

    index: int
    """Of the glyph."""
    middle: float
    """Pixel of its centre."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """A homology arm measured out under the line."""

    index: int
    """Of the glyph."""
    span: Span
    """Pixels of the arm."""
    text: float
    """Left pixel of its label."""
    lane: int
    """0 is next to the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A planned line; `draw_band` puts it on a canvas."""

    track: Track
    """What is drawn."""
    axis: Axis
    """Where."""
    insides: tuple[Inside, ...]
    """Labels on glyphs."""
    above: Rail
    """Symbols and labels above the line."""
    below: Rail
    """Guides and primers below it."""
    brackets: tuple[Bracket, ...]
    """Homology arms."""

    @property
    def height_above(self) -> float:
        """Pixels from the line to the top of the highest label."""
        return self.above.reach

    @property
    def height_below(self) -> float:
        """Pixels from the line to the foot of the lowest label."""
        lanes = max((bracket.lane + 1 for bracket in self.brackets), default=0)
        return self.below.reach + 3 + lanes * _BRACKET

    @property
    def right(self) -> float:
        """The rightmost pixel used."""
        arms = [bracket.text + _bracket_width(self.track.glyphs[bracket.index]) for bracket in self.brackets]
        return max(self.above.right, self.below.right, self.axis.right, *arms, 0.0)


def plan_band(track: Track, axis: Axis, low: float, high: float) -> Band:
    """Decide where everything on a line goes; labels stay between ``low`` and ``high`` if they can."""
    spans = {index: _span(axis, glyph) for index, glyph in enumerate(track.glyphs)}
    insides = tuple(_insides(track, spans, axis))
    written = {inside.index for inside in insides}
    above: list[tuple[int, Glyph, float]] = []
    below: list[tuple[int, Glyph, float]] = []
    for index, glyph in enumerate(track.glyphs):
        is_named = glyph.kind in PINS or bool(clean(glyph.label))
        if index not in written and glyph.kind != "arm" and is_named:
            place = axis.x(glyph.middle) if glyph.kind in PINS else sum(spans[index]) / 2
            (below if glyph.kind in _BELOW else above).append((index, glyph, place))
    rail = (axis.left - 9, axis.right + 9)
    return Band(
        track=track,
        axis=axis,
        insides=insides,
        above=plan_rail(above, -1, low, high, rail=rail),
        below=plan_rail(below, 1, low, high, rail=rail),
        brackets=tuple(_brackets(track, spans, low, high)),
    )


def _span(axis: Axis, glyph: Glyph) -> Span:
    left, right = axis.x(glyph.start), axis.x(glyph.end)
    short = max(0.0, _LEAST - (right - left)) / 2
    return left - short, right + short


def _insides(track: Track, spans: dict[int, Span], axis: Axis) -> Iterator[Inside]:
    """Yield the labels that fit on their own glyph, clear of stems, breaks and other glyphs."""
    solid = {index: span for index, span in spans.items() if track.glyphs[index].kind not in BANDS | PINS}
    stems = [sum(spans[index]) / 2 for index, glyph in enumerate(track.glyphs) if glyph.kind in _STEMMED]
    fixed = [(x - 2, x + 2) for x in stems]
    fixed += [(gap.left, gap.right) for gap in axis.breaks]
    for index, (left, right) in solid.items():
        glyph = track.glyphs[index]
        words = shorten(clean(glyph.label))
        need = width(words, _INSIDE_SIZE) + 4
        head = 6.0 if PAINTS[glyph.kind].shape == "arrow" else 0.0
        room = (left + (head if glyph.strand < 0 else 0), right - (head if glyph.strand > 0 else 0))
        others = [span for other, span in solid.items() if other != index]
        free = _widest_free(room, [*fixed, *others])
        if words and free[1] - free[0] >= need:
            yield Inside(index=index, middle=(free[0] + free[1]) / 2)


def _widest_free(room: Span, taken: Iterable[Span]) -> Span:
    """Return the widest part of ``room`` that meets nothing taken."""
    best, at = (room[0], room[0]), room[0]
    for left, right in [*sorted(taken), (room[1], room[1])]:
        edge = min(left, room[1])
        if edge - at > best[1] - best[0]:
            best = (at, edge)
        at = max(at, right)
    return best


def _bracket_words(glyph: Glyph) -> str:
    return shorten(clean(glyph.name))


def _bracket_width(glyph: Glyph) -> float:
    return width(_bracket_words(glyph), _INSIDE_SIZE)


def _brackets(track: Track, spans: dict[int, Span], low: float, high: float) -> Iterator[Bracket]:
    """Yield the homology arms, each in the first lane in which line and label meet no other."""
    lanes: list[list[Span]] = []
    arms = [index for index, glyph in enumerate(track.glyphs) if glyph.kind == "arm"]
    for index in sorted(arms, key=lambda arm: (spans[arm], arm)):
        left, right = spans[index]
        wide = _bracket_width(track.glyphs[index])
        text = max(low, min((left + right - wide) / 2, high - wide))
        need = (min(left, text) - 4, max(right, text + wide) + 4)
        lane = next((lane for lane, used in enumerate(lanes) if _is_free(need, used)), len(lanes))
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append(need)
        yield Bracket(index=index, span=spans[index], text=text, lane=lane)


def _is_free(need: Span, used: Sequence[Span]) -> bool:
    return all(need[1] <= left or right <= need[0] for left, right in used)


def draw_band(layout: Layout, band: Band, y: float, row: int, titles: Sequence[str]) -> None:
    """Put a planned line on the canvas with its axis at ``y``; ``titles`` are the hover texts."""
    _draw_axis(layout, band.axis, y, row)
    order = sorted(range(len(band.track.glyphs)), key=lambda index: _depth(band.track.glyphs[index]))
    for index in order:
        if band.track.glyphs[index].kind not in PINS:
            _draw_stretch(layout, band, index, y, row, titles[index])
    for inside in band.insides:
        glyph = band.track.glyphs[inside.index]
        words = shorten(clean(glyph.label))
        colour = PAINTS[glyph.kind].text
        layout.write(
            words,
            inside.middle,
            y,
            size=_INSIDE_SIZE,
            role="inside",
            anchor="middle",
            full=glyph.name,
            colour=colour,
            owner=inside.index,
            row=row,
        )
    draw_rail(layout, band.above, y, row, titles)
    draw_rail(layout, band.below, y, row, titles)
    for bracket in band.brackets:
        _draw_bracket(layout, band, bracket, y, row)


def _depth(glyph: Glyph) -> tuple[bool, int, int]:
    return glyph.kind not in BANDS, -(glyph.end - glyph.start), glyph.start


def _draw_axis(layout: Layout, axis: Axis, y: float, row: int) -> None:
    pen = "stroke:var(--_ink);stroke-width:1.4"
    for piece in axis.stretches:
        box = Box(left=piece.left, top=y - 7, right=piece.right, bottom=y + 7)
        if piece.is_break:
            body = "".join(
                element("path", d=f"M{edge - 4:.2f},{y + 7:.2f}l5,-14m3,0l-5,14", style=pen + ";fill:none")
                for edge in (piece.left + 4, piece.right - 4)
            )
            omitted = f"{piece.end - piece.start:,} bp not drawn"
            layout.marks.append(Mark(body=body, box=box, row=row, title=omitted))
            middle = (piece.left + piece.right) / 2
            layout.write(
                piece.words, middle, y, size=GAP_SIZE, role="gap", anchor="middle", row=row, full=omitted
            )
        else:
            line = element("line", x1=piece.left, x2=piece.right, y1=y, y2=y, style=pen)
            layout.marks.append(Mark(body=line, box=box, row=row, layer=1))


def _draw_stretch(layout: Layout, band: Band, index: int, y: float, row: int, title: str) -> None:
    glyph = band.track.glyphs[index]
    left, right = _span(band.axis, glyph)
    pieces = _pieces(band.axis, left, right)
    body = ""
    for number, (start, end) in enumerate(pieces):
        is_head = number == (len(pieces) - 1 if glyph.strand > 0 else 0)
        body += stretch(glyph if is_head else replace(glyph, strand=0), start, end, y)
    half = PAINTS[glyph.kind].half
    box = Box(left=left, top=y - half, right=right, bottom=y + half)
    layer = 1 if glyph.kind in BANDS else 2
    layout.marks.append(Mark(body=body, box=box, title=title, owner=index, row=row, layer=layer))


def _pieces(axis: Axis, left: float, right: float) -> list[Span]:
    """Cut a span at the breaks of the axis; a span no break touches stays whole."""
    pieces = [(left, right)]
    for gap in axis.breaks:
        before, end = pieces[-1]
        if before < gap.left and end > gap.right:
            pieces[-1:] = [(before, gap.left), (gap.right, end)]
    return pieces


def _draw_bracket(layout: Layout, band: Band, bracket: Bracket, y: float, row: int) -> None:
    glyph = band.track.glyphs[bracket.index]
    left, right = bracket.span
    top = y + band.below.reach + 5 + bracket.lane * _BRACKET
    path = f"M{left:.2f},{top - 3:.2f}v6m0,-3H{right:.2f}m0,-3v6"
    pen = f"fill:none;stroke:{PAINTS['arm'].fill};stroke-width:1.6"
    box = Box(left=left, top=top - 3, right=right, bottom=top + 3)
    layout.marks.append(Mark(body=element("path", d=path, style=pen), box=box, row=row, title=glyph.name))
    layout.write(
        _bracket_words(glyph),
        bracket.text,
        top + 12,
        size=_INSIDE_SIZE,
        role="arm",
        full=glyph.name,
        owner=bracket.index,
        row=row,
    )
