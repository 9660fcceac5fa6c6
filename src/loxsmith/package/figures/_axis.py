"""Map track bases to pixels, with long empty stretches cut out, and choose where a ruler puts its ticks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from loxsmith.package.figures._palette import BANDS
from loxsmith.package.figures._text import width
from loxsmith.package.figures.model import Track

GAP_SIZE: Final = 10.5
"""Pixels per em of the length written into a break."""
_SHORTEST_GAP: Final = 3_000
"""Bases; a shorter empty stretch is never cut."""
_MOST_GAPS: Final = 8
"""Breaks on one axis; the longest empty stretches are cut."""
_MARGIN: Final = 0.08
"""Share of an empty stretch still drawn on each side of its break, up to `_LONGEST_MARGIN`."""
_LONGEST_MARGIN: Final = 500
"""Bases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A piece of the axis, drawn to scale or cut short."""

    start: int
    """First base."""
    end: int
    """One past the last base."""
    left: float
    """Pixel of the first base."""
    right: float
    """Pixel of the end."""
    is_break: bool = False
    """Whether its bases are left out."""

    @property
    def words(self) -> str:
        """The length left out, as written into the break."""
        return bases(self.end - self.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The whole line."""

    stretches: tuple[Stretch, ...]
    """In order, without holes."""
    per_base: float
    """Pixels per base wherever the axis is drawn to scale."""

    @property
    def left(self) -> float:
        """First pixel."""
        return self.stretches[0].left

    @property
    def right(self) -> float:
        """Last pixel."""
        return self.stretches[-1].right

    @property
    def breaks(self) -> tuple[Stretch, ...]:
        """The pieces cut short."""
        return tuple(stretch for stretch in self.stretches if stretch.is_break)

    def x(self, position: float) -> float:
        """Return the pixel of a base boundary."""
        for stretch in self.stretches:
            if position <= stretch.end:
                share = (position - stretch.start) / max(1, stretch.end - stretch.start)
                return stretch.left + share * (stretch.right - stretch.left)
        return self.right


def bases(count: int) -> str:
    """Write a length as people do: 34 bp, 4.2 kb, 186 kb."""
    if count < 1_000:
        return f"{count} bp"
    thousands = count / 1_000
    return f"{thousands:,.0f} kb" if thousands >= 100 else f"{thousands:.1f} kb"


def plain_axis(length: int, left: float, per_base: float) -> Axis:
    """Return an unbroken axis."""
    only = Stretch(start=0, end=length, left=left, right=left + length * per_base)
    return Axis(stretches=(only,), per_base=per_base)


def broken_axis(track: Track, left: float, right: float, unbroken: int) -> Axis:
    """Return an axis from ``left`` to ``right`` that draws about ``unbroken`` bases and cuts empty ones."""
    cuts = sorted(_cuts(track, unbroken))
    omitted = sum(end - start for start, end in cuts)
    taken = sum(_break_width(end - start) for start, end in cuts)
    per_base = (right - left - taken) / max(1, track.length - omitted)
    stretches: list[Stretch] = []
    for start, end, is_break in _pieces(cuts, track.length):
        at = stretches[-1].right if stretches else left
        size = _break_width(end - start) if is_break else (end - start) * per_base
        stretches.append(Stretch(start=start, end=end, left=at, right=at + size, is_break=is_break))
    return Axis(stretches=tuple(stretches), per_base=per_base)


def _pieces(cuts: Iterable[tuple[int, int]], length: int) -> Iterator[tuple[int, int, bool]]:
    at = 0
    for start, end in cuts:
        if start > at:
            yield at, start, False
        yield start, end, True
        at = end
    if at < length:
        yield at, length, False


def _break_width(omitted: int) -> float:
    return width(bases(omitted), GAP_SIZE) + 26


def _cuts(track: Track, unbroken: int) -> list[tuple[int, int]]:
    """Choose the longest empty stretches until what is left is short enough."""
    drawn = track.length
    cuts: list[tuple[int, int]] = []
    for start, end in sorted(_empty(track), key=lambda gap: gap[0] - gap[1]):
        if drawn <= unbroken or end - start < _SHORTEST_GAP or len(cuts) == _MOST_GAPS:
            break
        margin = min(_LONGEST_MARGIN, int((end - start) * _MARGIN))
        cuts.append((start + margin, end - margin))
        drawn -= end - start - 2 * margin
    return cuts


def _empty(track: Track) -> Iterator[tuple[int, int]]:
    """Yield the stretches in which nothing starts, ends or lies but arms, backbone and neighbours."""
    taken = [(0, 0), (track.length, track.length)]
    for glyph in track.glyphs:
        if glyph.kind in BANDS | {"gene"}:
            taken += [(glyph.start, glyph.start), (glyph.end, glyph.end)]
        else:
            taken.append((glyph.start, glyph.end))
    reach = 0
    for start, end in sorted(taken):
        if start > reach:
            yield reach, start
        reach = max(reach, end)


def nice_step(least: float) -> int:
    """Return the smallest of 1, 2, 5, 10, 20, ... that is at least ``least``."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if factor * power >= least:
                return factor * power
        power *= 10
