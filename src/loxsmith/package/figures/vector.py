"""The vector map: a ring for a plasmid, a line for a linear molecule."""

from __future__ import annotations

import math
from typing import Final

from loxsmith.package.figures._axis import bases, nice_step, plain_axis
from loxsmith.package.figures._band import draw_band, plan_band
from loxsmith.package.figures._circle import Ring, RingPin, arc, label_width, leader, plan_ring, point, stem
from loxsmith.package.figures._palette import BANDS, PAINTS, PINS
from loxsmith.package.figures._pins import LABEL_SIZE, pin_width
from loxsmith.package.figures._ruler import draw_count
from loxsmith.package.figures._shapes import SYMBOL, symbol
from loxsmith.package.figures._svg import element, points, render
from loxsmith.package.figures._text import clean, wrap
from loxsmith.package.figures._words import contents, hover
from loxsmith.package.figures.layout import Box, Layout, Leader, Mark, Point
from loxsmith.package.figures.locus import EDGE, WIDTH, heading
from loxsmith.package.figures.model import Glyph, Track

_LEAST_WIDTH: Final = 640.0
_NAME: Final = 15.0
_NOTE: Final = 12.0
_TICK: Final = 10.0


def vector_map(track: Track) -> str:
    """Draw a molecule as SVG: circular with its name in the centre, or linear under its name."""
    return render(layout_vector(track))


def layout_vector(track: Track) -> Layout:
    """Return the placed texts, leaders and marks of `vector_map`."""
    layout = Layout(title=track.title, description=contents(track))
    return _linear(layout, track) if track.topology == "linear" else _circular(layout, track)


def _linear(layout: Layout, track: Track) -> Layout:
    span = max(WIDTH - 2 * EDGE, sum(pin_width(glyph) for glyph in track.glyphs))
    axis = plain_axis(track.length, EDGE, span / track.length)
    band = plan_band(track, axis, EDGE - 12, EDGE + span + 12)
    layout.width = max(WIDTH, band.right + EDGE)
    about = (
        f"{track.subtitle} · {track.length:,} bp, linear"
        if track.subtitle
        else f"{track.length:,} bp, linear"
    )
    y = heading(layout, track.title, about) + band.height_above
    draw_band(layout, band, y, 0, [hover(glyph, track) for glyph in track.glyphs])
    layout.height = draw_count(layout, axis.stretches[0], axis.per_base, y + band.height_below + 8) + 6
    return layout


def _circular(layout: Layout, track: Track) -> Layout:
    ring, pins = plan_ring(track)
    reach = max([abs(pin.text) + label_width(pin) for pin in pins if pin.words] + [ring.rim])
    layout.width = max(_LEAST_WIDTH, 2 * (reach + EDGE))
    layout.height = 2 * (ring.rim + EDGE)
    centre = (layout.width / 2, layout.height / 2)
    titles = [hover(glyph, track) for glyph in track.glyphs]
    _draw_ring(layout, ring, centre)
    order = sorted(range(len(track.glyphs)), key=lambda index: _depth(track.glyphs[index]))
    for index in order:
        if track.glyphs[index].kind not in PINS:
            _draw_feature(layout, ring, track.glyphs[index], index, titles[index], centre)
    for pin in pins:
        _draw_pin(layout, ring, pin, titles[pin.index], centre)
    _draw_ticks(layout, ring, centre)
    _draw_name(layout, ring, track, centre)
    return layout


def _depth(glyph: Glyph) -> tuple[bool, int, int]:
    return glyph.kind not in BANDS, -(glyph.end - glyph.start), glyph.start


def _at(centre: Point, place: Point) -> Point:
    return centre[0] + place[0], centre[1] + place[1]


def _around(places: list[Point]) -> Box:
    xs, ys = [x for x, _ in places], [y for _, y in places]
    return Box(left=min(xs), top=min(ys), right=max(xs), bottom=max(ys))


def _draw_ring(layout: Layout, ring: Ring, centre: Point) -> None:
    body = element(
        "circle",
        cx=centre[0],
        cy=centre[1],
        r=ring.radius,
        style="fill:none;stroke:var(--_ink);stroke-width:1.4",
    )
    corners = [_at(centre, (-ring.radius, -ring.radius)), _at(centre, (ring.radius, ring.radius))]
    layout.marks.append(Mark(body=body, box=_around(corners), layer=1))


def _draw_feature(layout: Layout, ring: Ring, glyph: Glyph, index: int, title: str, centre: Point) -> None:
    outline = [_at(centre, place) for place in arc(ring, glyph)]
    edge = "" if glyph.kind in BANDS else ";stroke:var(--_ink);stroke-width:.9;stroke-linejoin:round"
    opacity = ";opacity:.75" if glyph.kind in BANDS else ""
    body = element("polygon", points=points(*outline), style=f"fill:{PAINTS[glyph.kind].fill}{edge}{opacity}")
    layer = 1 if glyph.kind in BANDS else 2
    layout.marks.append(Mark(body=body, box=_around(outline), title=title, owner=index, layer=layer))


def _draw_pin(layout: Layout, ring: Ring, pin: RingPin, title: str, centre: Point) -> None:
    if pin.glyph.kind in PINS:
        line = tuple(_at(centre, place) for place in stem(ring, pin))
        layout.leaders.append(Leader(points=line, owner=pin.index, is_stem=True))
        x, y = _at(centre, point(ring.foot + SYMBOL / 2, pin.rail))
        half = SYMBOL / 2 + 0.5
        layout.marks.append(
            Mark(
                body=symbol(pin.glyph, x, y, math.degrees(pin.rail)),
                box=Box(left=x - half, top=y - half, right=x + half, bottom=y + half),
                title=title,
                owner=pin.index,
                layer=3,
            )
        )
    if pin.words:
        line = tuple(_at(centre, place) for place in leader(ring, pin))
        layout.leaders.append(Leader(points=line, owner=pin.index))
        x, y = _at(centre, (pin.text, pin.port[1]))
        anchor = "start" if pin.is_right else "end"
        layout.write(
            pin.words,
            x,
            y,
            size=LABEL_SIZE,
            role="label",
            anchor=anchor,
            full=pin.glyph.name,
            owner=pin.index,
        )


def _draw_ticks(layout: Layout, ring: Ring, centre: Point) -> None:
    """Count bases on the inner side of the ring."""
    step = nice_step(ring.length / 9)
    for position in range(0, ring.length - step // 2, step):
        angle = ring.angle(position)
        ends = [_at(centre, point(radius, angle)) for radius in (ring.radius - 16, ring.radius - 21)]
        body = element("polyline", points=points(*ends), style="stroke:var(--_line);stroke-width:1")
        layout.marks.append(Mark(body=body, box=_around(ends), layer=1))
        x, y = _at(centre, point(ring.radius - 37, angle))
        words = bases(position).replace(".0 kb", " kb") if position else "1"
        layout.write(words, x, y, size=_TICK, role="ruler", anchor="middle")


def _draw_name(layout: Layout, ring: Ring, track: Track, centre: Point) -> None:
    room = 2 * (ring.radius - 74)
    lines = [(text, _NAME, "name") for text in wrap(clean(track.title), _NAME, room, 3, bold=True)]
    lines.append((f"{track.length:,} bp", _NOTE, "note"))
    lines += [(text, _NOTE, "note") for text in wrap(clean(track.subtitle), _NOTE, room, 2)]
    y = centre[1] - sum(size * 1.35 for _, size, _ in lines) / 2
    for text, size, role in lines:
        full = clean(track.title) if role == "name" else text
        layout.write(text, centre[0], y + size * 0.675, size=size, role=role, anchor="middle", full=full)
        y += size * 1.35
