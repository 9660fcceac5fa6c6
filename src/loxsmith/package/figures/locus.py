"""The locus to scale: exons, homology arms, sites, edits and guides over a ruler of genome positions."""

from __future__ import annotations

from typing import Final

from loxsmith.package.figures._axis import broken_axis
from loxsmith.package.figures._band import draw_band, plan_band
from loxsmith.package.figures._pins import pin_width
from loxsmith.package.figures._ruler import draw_bar, draw_ruler
from loxsmith.package.figures._svg import render
from loxsmith.package.figures._text import clean, fit, shorten
from loxsmith.package.figures._words import contents, hover
from loxsmith.package.figures.layout import Layout
from loxsmith.package.figures.model import Scale, Track

WIDTH: Final = 960.0
"""Pixels of a line figure, unless its symbols need more."""
EDGE: Final = 22.0
"""Pixels kept free around the drawing."""


def locus_figure(track: Track, *, window_label: str, scale: Scale) -> str:
    """Draw a stretch of chromosome as SVG.

    Args:
        track: what lies on it, in track coordinates.
        window_label: what the ruler counts, e.g. ``chr17:35,196,001-35,212,000 (−), GRCm39``.
        scale: how track bases map to genome positions, and how much is drawn before empty stretches are cut.
    """
    return render(layout_locus(track, window_label=window_label, scale=scale))


def layout_locus(track: Track, *, window_label: str, scale: Scale) -> Layout:
    """Return the placed texts, leaders and marks of `locus_figure`."""
    layout = Layout(title=track.title, description=f"{window_label}. {contents(track)}")
    span = max(WIDTH - 2 * EDGE, sum(pin_width(glyph) for glyph in track.glyphs))
    axis = broken_axis(track, EDGE, EDGE + span, scale.unbroken)
    band = plan_band(track, axis, EDGE - 12, EDGE + span + 12)
    layout.width = max(WIDTH, band.right + EDGE)
    y = heading(layout, track.title, track.subtitle) + band.height_above
    draw_band(layout, band, y, 0, [hover(glyph, track, scale) for glyph in track.glyphs])
    y = draw_ruler(layout, track, axis, scale, y + band.height_below + 8)
    layout.height = draw_bar(layout, axis, y + 6, note=shorten(clean(window_label), 90)) + 8
    return layout


def heading(layout: Layout, title: str, subtitle: str) -> float:
    """Write title and subtitle at the top left; return the y below them."""
    room, y = layout.width - 2 * EDGE, 8.0
    for text, size, role in ((title, 15.0, "title"), (subtitle, 12.0, "note")):
        words = clean(text)
        if words:
            layout.write(
                fit(words, size, room, bold=role == "title"),
                EDGE,
                y + size * 0.7,
                size=size,
                role=role,
                full=words,
            )
            y += size * 1.5
    return y + 6
