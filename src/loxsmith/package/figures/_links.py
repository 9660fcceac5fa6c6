"""Find what two alleles share, so that a ribbon can join the same bases in consecutive rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from loxsmith.package.figures.model import Glyph, Piece, Track

_Key = tuple[str, str, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """One run of bases present in both rows, perhaps turned round."""

    upper: tuple[int, int]
    """Start and end in the upper row."""
    lower: tuple[int, int]
    """The same boundaries in the lower row; descending when the run is inverted there."""


def shared_stretches(upper: Track, lower: Track) -> list[Shared]:
    """Return the runs two rows share, judged by where their bases come from, or else by their glyphs.

    Glyphs agree when kind, label, strand and length agree; neighbours that keep their distance join.
    Bases outside the first and last agreeing glyph join when both rows end at the same distance from it.
    """
    if upper.pieces and lower.pieces:
        pairs = [_overlap(above, below) for above in upper.pieces for below in lower.pieces]
        return [pair for pair in pairs if pair is not None]
    runs: list[Shared] = []
    for above, below in _common(_ordered(upper), _ordered(lower)):
        here = Shared(upper=(above.start, above.end), lower=(below.start, below.end))
        if runs and here.lower[0] - here.upper[0] == runs[-1].lower[0] - runs[-1].upper[0]:
            end = max(runs[-1].upper[1], here.upper[1])
            shift = here.lower[0] - here.upper[0]
            runs[-1] = Shared(upper=(runs[-1].upper[0], end), lower=(runs[-1].lower[0], end + shift))
        else:
            runs.append(here)
    return _to_the_ends(runs, upper.length, lower.length)


def _overlap(above: Piece, below: Piece) -> Shared | None:
    """Return the bases two pieces have in common; the lower span runs backwards when one is inverted."""
    low = max(above.first, below.first)
    high = min(above.first + above.end - above.start, below.first + below.end - below.start)
    if above.source != below.source or low >= high:
        return None
    upper, lower = _on_track(above, low, high), _on_track(below, low, high)
    return (
        Shared(upper=upper, lower=lower)
        if upper[0] < upper[1]
        else Shared(upper=upper[::-1], lower=lower[::-1])
    )


def _on_track(piece: Piece, low: int, high: int) -> tuple[int, int]:
    """Return the track places of source boundaries ``low`` and ``high``, in this order."""
    if piece.strand > 0:
        return piece.start + low - piece.first, piece.start + high - piece.first
    return piece.end - (low - piece.first), piece.end - (high - piece.first)


def _to_the_ends(runs: list[Shared], upper: int, lower: int) -> list[Shared]:
    if runs and runs[0].upper[0] == runs[0].lower[0]:
        runs[0] = replace(runs[0], upper=(0, runs[0].upper[1]), lower=(0, runs[0].lower[1]))
    if runs and upper - runs[-1].upper[1] == lower - runs[-1].lower[1]:
        runs[-1] = replace(runs[-1], upper=(runs[-1].upper[0], upper), lower=(runs[-1].lower[0], lower))
    return runs


def _ordered(track: Track) -> list[Glyph]:
    return sorted(track.glyphs, key=lambda glyph: (glyph.start, glyph.end, glyph.kind, glyph.label))


def _key(glyph: Glyph) -> _Key:
    return glyph.kind, glyph.label, glyph.strand, glyph.end - glyph.start


def _common(upper: Sequence[Glyph], lower: Sequence[Glyph]) -> list[tuple[Glyph, Glyph]]:
    """Return the longest common subsequence of two rows of glyphs, the longest glyphs counting most."""
    best = [[0] * (len(lower) + 1) for _ in range(len(upper) + 1)]
    for i in range(len(upper) - 1, -1, -1):
        for j in range(len(lower) - 1, -1, -1):
            skip = max(best[i + 1][j], best[i][j + 1])
            same = _key(upper[i]) == _key(lower[j])
            best[i][j] = max(skip, best[i + 1][j + 1] + 50 + upper[i].end - upper[i].start) if same else skip
    pairs: list[tuple[Glyph, Glyph]] = []
    i = j = 0
    while i < len(upper) and j < len(lower):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs.append((upper[i], lower[j]))
            i, j = i + 1, j + 1
    return pairs
