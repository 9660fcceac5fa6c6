"""Laws of every figure: nothing overlaps, nothing leaves the canvas, no leader is lost or crosses a label."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loxsmith.package.figures import (
    KINDS,
    Box,
    Glyph,
    Layout,
    Leader,
    Scale,
    Track,
    layout_locus,
    layout_series,
    layout_vector,
)
from loxsmith.package.figures._svg import render

SHAPES = ("rect", "line", "path", "polygon", "polyline", "circle")
LABELS = st.one_of(
    st.sampled_from(
        ["loxP", "FRT", "exon 4", "", "5′ homology arm (4.2 kb)", "<script>alert('x')</script>", "W" * 90]
    ),
    st.text(max_size=60),
)


@st.composite
def tracks(draw: st.DrawFn, topology: str = "linear") -> Track:
    """Any track: up to 60 glyphs, often crowded around a few places, from one base to the whole length."""
    length = draw(st.integers(300, 200_000))
    crowds = draw(st.lists(st.integers(0, length - 1), min_size=1, max_size=3))
    glyphs = []
    for _ in range(draw(st.integers(0, 60))):
        start = min(length - 1, max(0, draw(st.sampled_from(crowds)) + draw(st.integers(-60, 60))))
        if draw(st.booleans()):
            start = draw(st.integers(0, length - 1))
        size = min(length, draw(st.sampled_from([0, 1, 34, 34, 200, 2_000, length])))
        glyphs.append(
            Glyph(
                kind=draw(st.sampled_from(sorted(KINDS))),
                label=draw(LABELS),
                start=start,
                end=start + size if topology == "circular" else min(length, start + size),
                strand=draw(st.sampled_from([-1, 0, 1])),
            )
        )
    return Track(
        id="t",
        title=draw(LABELS),
        subtitle=draw(LABELS),
        length=length,
        topology=topology,
        glyphs=tuple(glyphs),
    )


def locus_of(track: Track) -> Layout:
    """Lay a track out as a locus on the minus strand."""
    return layout_locus(
        track, window_label="chr11:69,470,001-69,670,000", scale=Scale(first=69_670_000, strand=-1)
    )


def corners(box: Box) -> Box:
    """Return a box a hair smaller, so that touching is not meeting."""
    return Box(left=box.left + 0.05, top=box.top + 0.05, right=box.right - 0.05, bottom=box.bottom - 0.05)


def crosses(leader: Leader, box: Box) -> bool:
    """Say whether any segment of a leader enters a box, by walking it in steps of half a pixel or less."""
    for (x0, y0), (x1, y1) in zip(leader.points, leader.points[1:], strict=False):
        if (
            max(x0, x1) < box.left
            or min(x0, x1) > box.right
            or max(y0, y1) < box.top
            or min(y0, y1) > box.bottom
        ):
            continue
        steps = max(2, int(2 * max(abs(x1 - x0), abs(y1 - y0))))
        walk = ((x0 + (x1 - x0) * n / steps, y0 + (y1 - y0) * n / steps) for n in range(steps + 1))
        if any(box.left < x < box.right and box.top < y < box.bottom for x, y in walk):
            return True
    return False


def faults(layout: Layout, rows: list[Track]) -> Iterator[str]:
    """Name everything that makes a figure hard to read."""
    canvas = Box(left=0, top=0, right=layout.width, bottom=layout.height)
    for text in layout.texts:
        if not canvas.holds(text.box):
            yield f"{text.text!r} leaves the canvas"
    for one, other in combinations(layout.texts, 2):
        if corners(one.box).overlaps(corners(other.box)):
            yield f"{one.text!r} overlaps {other.text!r}"
    for mark in layout.marks:
        if not canvas.holds(mark.box):
            yield f"mark {mark.title!r} leaves the canvas"
    yield from symbol_faults(layout)
    for leader in layout.leaders:
        yield from leader_faults(layout, leader, canvas)
    for row, track in enumerate(rows):
        yield from label_faults(layout, row, track)


def symbol_faults(layout: Layout) -> Iterator[str]:
    """Name the symbols that cover each other."""
    symbols = [mark for mark in layout.marks if mark.layer == 3]
    for one_mark, other_mark in combinations(symbols, 2):
        middles = [
            ((m.box.left + m.box.right) / 2, (m.box.top + m.box.bottom) / 2) for m in (one_mark, other_mark)
        ]
        apart = sum((a - b) ** 2 for a, b in zip(*middles, strict=True)) ** 0.5
        if apart < 15.0:
            yield f"symbol {one_mark.title!r} covers {other_mark.title!r}"


def leader_faults(layout: Layout, leader: Leader, canvas: Box) -> Iterator[str]:
    """Name what is wrong with one leader."""
    if not all(0 <= x <= canvas.right and 0 <= y <= canvas.bottom for x, y in leader.points):
        yield f"leader of glyph {leader.owner} leaves the canvas"
    for text in layout.texts:
        if crosses(leader, corners(text.box)):
            yield f"leader of glyph {leader.owner} crosses {text.text!r}"


def label_faults(layout: Layout, row: int, track: Track) -> Iterator[str]:
    """Name the glyphs of a row whose label or leader is missing, doubled or does not arrive."""
    texts = {t.owner: t for t in layout.texts if t.row == row and t.owner is not None}
    counts = Counter(t.owner for t in layout.texts if t.row == row and t.owner is not None)
    leaders = {leader.owner: leader for leader in layout.leaders if leader.row == row and not leader.is_stem}
    for index, glyph in enumerate(track.glyphs):
        if not glyph.label.split():
            continue
        if counts[index] != 1:
            yield f"{glyph.label!r} is written {counts[index]} times"
        elif texts[index].role == "label":
            if index not in leaders:
                yield f"{glyph.label!r} lost its leader"
                continue
            x, y = leaders[index].points[-1]
            box = texts[index].box
            if not (box.left - 4 <= x <= box.right + 4 and box.top - 1 <= y <= box.bottom + 1):
                yield f"the leader of {glyph.label!r} does not arrive"


LAYOUTS: list[tuple[str, Callable[[Track], Layout]]] = [
    ("linear", locus_of),
    ("linear", layout_vector),
    ("circular", layout_vector),
]


@pytest.mark.parametrize(("topology", "lay_out"), LAYOUTS, ids=["locus", "linear", "circular"])
def test_any_track_is_legible(topology: str, lay_out: Callable[[Track], Layout]) -> None:
    """Whatever lies on a track, all labels stand clear of each other, in the canvas, on their own leaders."""

    @settings(max_examples=60, deadline=None)
    @given(track=tracks(topology))
    def attack(track: Track) -> None:
        layout = lay_out(track)
        assert list(faults(layout, [track])) == []

    attack()


@settings(max_examples=25, deadline=None)
@given(rows=st.lists(tracks(), min_size=1, max_size=4), links=st.booleans())
def test_any_series_is_legible(rows: list[Track], links: bool) -> None:
    """Rows of an allele series never run into each other or into their titles."""
    assert list(faults(layout_series(rows, links=links), rows)) == []


@settings(max_examples=40, deadline=None)
@given(track=st.one_of(tracks(), tracks("circular")))
def test_any_figure_is_well_formed(track: Track) -> None:
    """Every figure parses as XML, carries no foreign element, and names each of its glyphs on hover."""
    root = ElementTree.fromstring(render(layout_vector(track)))
    names = {element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in root.iter()}
    assert names <= {*SHAPES, "svg", "title", "desc", "style", "g", "text"}
    titles = [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}title")]
    assert sum("[" in title for title in titles) >= len(track.glyphs)


@settings(max_examples=20, deadline=None)
@given(track=tracks())
def test_the_same_track_gives_the_same_text(track: Track) -> None:
    """Drawing twice gives the same bytes, and the order of glyph objects in memory does not matter."""
    assert render(locus_of(track)) == render(locus_of(track))
