"""The allele series: wild type, targeted, after Flp, after Cre, one under the other to one scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from loxsmith.errors import DataError
from loxsmith.package.figures._axis import plain_axis
from loxsmith.package.figures._band import Band, draw_band, plan_band
from loxsmith.package.figures._links import shared_stretches
from loxsmith.package.figures._pins import pin_width
from loxsmith.package.figures._ruler import draw_bar
from loxsmith.package.figures._svg import element, points, render
from loxsmith.package.figures._text import clean, wrap
from loxsmith.package.figures._words import contents, hover
from loxsmith.package.figures.layout import Box, Layout, Mark
from loxsmith.package.figures.model import Track

_WIDTH: Final = 1080.0
_EDGE: Final = 18.0
_COLUMN: Final = 172.0
"""Pixels of the column of titles."""
_BETWEEN: Final = 20.0
_TITLE: Final = 13.5
_NOTE: Final = 11.5
_LINE: Final = 1.35
"""Line height, in em."""


def allele_series(tracks: Sequence[Track], *, links: bool = True) -> str:
    """Draw alleles under each other as SVG.

    Args:
        tracks: one row each, from the first allele to the last, already cropped to the changed region.
        links: whether ribbons join what consecutive rows share.
    """
    return render(layout_series(tracks, links=links))


def layout_series(tracks: Sequence[Track], *, links: bool = True) -> Layout:
    """Return the placed texts, leaders and marks of `allele_series`."""
    if not tracks:
        raise DataError("An allele series needs at least one allele.", hint="Pass the wild type first.")
    title = f"Alleles: {', '.join(track.title for track in tracks)}"
    layout = Layout(
        title=title, description=" ".join(f"{contents(track)} {track.subtitle}" for track in tracks)
    )
    bands = _plan(tracks)
    layout.width = max(_WIDTH, *(band.right + _EDGE for band in bands))
    y, lines = 12.0, []
    for row, band in enumerate(bands):
        text = _text_height(band.track) / 2
        y += max(band.height_above, text)
        lines.append(y)
        _name_row(layout, band.track, y, row)
        draw_band(layout, band, y, row, [hover(glyph, band.track) for glyph in band.track.glyphs])
        y += max(band.height_below, text) + _BETWEEN
    if links:
        for row in range(len(bands) - 1):
            _join(layout, bands[row], bands[row + 1], (lines[row], lines[row + 1]), row)
    layout.height = draw_bar(layout, bands[0].axis, y - 6, note="one scale for all rows") + 8
    return layout


def _plan(tracks: Sequence[Track]) -> list[Band]:
    left = _EDGE + _COLUMN + 26
    most = max(sum(pin_width(glyph) for glyph in track.glyphs) for track in tracks)
    room = max(_WIDTH - left - _EDGE - 6, most)
    per_base = room / max(track.length for track in tracks)
    return [
        plan_band(track, plain_axis(track.length, left, per_base), left - 12, left + room + 6)
        for track in tracks
    ]


def _rows(track: Track) -> list[tuple[str, float, str]]:
    """Return the lines of a row's name: text, size and role."""
    title = wrap(clean(track.title), _TITLE, _COLUMN, 2, bold=True)
    note = wrap(clean(track.subtitle), _NOTE, _COLUMN, 4)
    return [(text, _TITLE, "title") for text in title] + [(text, _NOTE, "note") for text in note]


def _text_height(track: Track) -> float:
    return sum(size * _LINE for _, size, _ in _rows(track)) + 4


def _name_row(layout: Layout, track: Track, y: float, row: int) -> None:
    at = y - _text_height(track) / 2 + 2
    for text, size, role in _rows(track):
        full = clean(track.title if role == "title" else track.subtitle)
        layout.write(text, _EDGE, at + size * _LINE / 2, size=size, role=role, row=row, full=full)
        at += size * _LINE


def _join(layout: Layout, upper: Band, lower: Band, lines: tuple[float, float], row: int) -> None:
    """Lay a light ribbon from each shared run of one row to the same run of the next."""
    top, bottom = lines[0] + 1, lines[1] - 1
    for run in shared_stretches(upper.track, lower.track):
        ends = [
            upper.axis.x(run.upper[0]),
            upper.axis.x(run.upper[1]),
            lower.axis.x(run.lower[1]),
            lower.axis.x(run.lower[0]),
        ]
        if ends[1] - ends[0] < 4:
            continue
        corners = points((ends[0], top), (ends[1], top), (ends[2], bottom), (ends[3], bottom))
        body = element("polygon", points=corners, style="fill:var(--_shade);opacity:.7")
        box = Box(left=min(ends), top=top, right=max(ends), bottom=bottom)
        title = f"same bases: {upper.track.title} {run.upper[0] + 1:,}–{run.upper[1]:,}"
        layout.marks.append(Mark(body=body, box=box, title=title, row=row, layer=0))
