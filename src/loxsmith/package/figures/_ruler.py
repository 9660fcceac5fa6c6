"""Rulers: genome positions, plain base counts, and a scale bar."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from loxsmith.package.figures._axis import Axis, Stretch, bases, nice_step
from loxsmith.package.figures._svg import element
from loxsmith.package.figures._text import fit, width
from loxsmith.package.figures.layout import Box, Layout, Mark
from loxsmith.package.figures.model import Block, Scale, Track

_SIZE: Final = 10.5
_APART: Final = 105.0
"""Least pixels between two numbers."""
_PEN: Final = "stroke:var(--_line);stroke-width:1"


def draw_ruler(layout: Layout, track: Track, axis: Axis, scale: Scale, y: float) -> float:
    """Draw a ruler of genome positions at ``y``, dashed over foreign bases; return the y below it."""
    step = nice_step(_APART / axis.per_base)
    pieces = scale.pieces(track.length)
    taken = (0.0, 0.0)
    for stretch in axis.stretches:
        if stretch.is_break:
            continue
        for block in pieces:
            start, end = max(stretch.start, block.start), min(stretch.end, block.end)
            if start < end:
                _rule(layout, axis.x(start), axis.x(end), y, dashed=False)
                taken = _ticks(layout, axis, scale, block, (start, end), step, y, taken)
    for start, end in _foreign(pieces, track.length):
        _rule(layout, axis.x(start), axis.x(end), y, dashed=True)
        _foreign_words(layout, axis, start, end, y)
    return y + 24


def _ticks(
    layout: Layout,
    axis: Axis,
    scale: Scale,
    block: Block,
    piece: tuple[int, int],
    step: int,
    y: float,
    taken: tuple[float, float],
) -> tuple[float, float]:
    """Write the ticks of one genome stretch; return the span of the last number written."""
    for position in _round_positions(scale, block, piece, step):
        base = block.start + scale.strand * (position - block.first)
        x, words = axis.x(base + 0.5), f"{position:,}"
        half = width(words, _SIZE) / 2
        layout.marks.append(_tick(x, y))
        middle = min(max(x, half + 4), layout.width - half - 4)
        if middle - half >= taken[1] + (10 if taken[1] else 0):
            layout.write(words, middle, y + 13, size=_SIZE, role="ruler", anchor="middle")
            taken = (middle - half, middle + half)
    return taken


def _round_positions(scale: Scale, block: Block, piece: tuple[int, int], step: int) -> list[int]:
    """Return round genome positions within track bases ``piece``, left to right; at least one if any."""
    ends = [block.first + scale.strand * (base - block.start) for base in (piece[0], piece[1] - 1)]
    low, high = min(ends), max(ends)
    while step > 1 and -(-low // step) * step > high:
        step = nice_step(step / 2.5) if step > 2 else 1
    rounds = list(range(-(-low // step) * step, high + 1, step))
    return rounds if scale.strand > 0 else rounds[::-1]


def _foreign(pieces: tuple[Block, ...], length: int) -> Iterator[tuple[int, int]]:
    at = 0
    for block in pieces:
        if block.start > at:
            yield at, block.start
        at = max(at, block.end)
    if at < length:
        yield at, length


def _foreign_words(layout: Layout, axis: Axis, start: int, end: int, y: float) -> None:
    left, right = axis.x(start), axis.x(end)
    words = f"inserted {bases(end - start)}"
    half = width(words, _SIZE) / 2 + 6
    middle = (left + right) / 2
    box = Box(left=middle - half, top=y + 5, right=middle + half, bottom=y + 21)
    is_free = not any(text.box.overlaps(box) for text in layout.texts)
    if right - left >= 2 * half and is_free:
        layout.write(words, middle, y + 13, size=_SIZE, role="ruler", anchor="middle")


def _rule(layout: Layout, left: float, right: float, y: float, *, dashed: bool) -> None:
    pen = (
        "stroke:var(--_line);stroke-width:1;stroke-dasharray:2 4"
        if dashed
        else "stroke:var(--_mute);stroke-width:1.2"
    )
    box = Box(left=left, top=y - 1, right=right, bottom=y + 1)
    layout.marks.append(Mark(body=element("line", x1=left, x2=right, y1=y, y2=y, style=pen), box=box))


def _tick(x: float, y: float) -> Mark:
    body = element("line", x1=x, x2=x, y1=y, y2=y + 5, style=_PEN)
    return Mark(body=body, box=Box(left=x - 0.5, top=y, right=x + 0.5, bottom=y + 5))


def draw_count(layout: Layout, stretch: Stretch, per_base: float, y: float) -> float:
    """Draw a ruler that counts bases from the start of a molecule; return the y below it."""
    step = nice_step(_APART / per_base)
    _rule(layout, stretch.left, stretch.right, y, dashed=False)
    for position in range(0, stretch.end + 1, step):
        x = stretch.left + position * per_base
        words = bases(position) if position else "1"
        layout.marks.append(_tick(x, y))
        if x + width(words, _SIZE) / 2 <= layout.width - 2:
            layout.write(words, x, y + 13, size=_SIZE, role="ruler", anchor="middle")
    return y + 24


def draw_bar(layout: Layout, axis: Axis, y: float, *, note: str = "") -> float:
    """Draw a scale bar at the left and a note after it; return the y below them."""
    step = nice_step(60 / axis.per_base)
    right = axis.left + step * axis.per_base
    pen = "fill:none;stroke:var(--_ink);stroke-width:1.6"
    body = element("path", d=f"M{axis.left:.2f},{y + 3:.2f}v8m0,-4H{right:.2f}m0,-4v8", style=pen)
    words = bases(step)
    layout.marks.append(
        Mark(
            body=body,
            box=Box(left=axis.left, top=y + 3, right=right, bottom=y + 11),
            title=f"scale bar {words}",
        )
    )
    text = layout.write(words, right + 7, y + 7, size=_SIZE, role="ruler")
    if note:
        room = layout.width - text.box.right - 40
        layout.write(fit(note, _SIZE, room), text.box.right + 22, y + 7, size=_SIZE, role="ruler", full=note)
    return y + 16
