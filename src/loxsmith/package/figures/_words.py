"""The words a figure says to those who point at it or cannot see it."""

from __future__ import annotations

from loxsmith.package.figures.model import Glyph, Scale, Track

_STRANDS = {1: ", + strand", -1: ", − strand", 0: ""}
_LISTED = 40


def hover(glyph: Glyph, track: Track, scale: Scale | None = None) -> str:
    """Return name, 1-based place, length, strand, genome position if any, and detail of a glyph."""
    count = glyph.end - glyph.start
    place = f"between bases {glyph.start:,} and {glyph.start + 1:,}"
    if count:
        place = f"{glyph.start + 1:,}–{glyph.end:,} ({count:,} bp{_STRANDS[glyph.strand]})"
    lines = [f"{glyph.name} [{glyph.kind}]: {place}"]
    if scale is not None and count:
        ends = (scale.genome(glyph.start, track.length), scale.genome(glyph.end - 1, track.length))
        if None not in ends:
            low, high = sorted(end for end in ends if end is not None)
            lines.append(f"genome {low:,}–{high:,}")
    return ". ".join([*lines, *([glyph.detail] if glyph.detail else [])])


def contents(track: Track) -> str:
    """Return one sentence that lists what lies on a track from its first base to its last."""
    ordered = sorted(track.glyphs, key=lambda glyph: (glyph.start, glyph.end))
    names = ", ".join(glyph.name for glyph in ordered[:_LISTED])
    more = f" and {len(ordered) - _LISTED} more" if len(ordered) > _LISTED else ""
    head = f"{track.title} ({track.length:,} bp, {track.topology})"
    return f"{head}: {names}{more}." if names else f"{head}."
