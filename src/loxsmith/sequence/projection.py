"""Features seen through a molecule's spans: whole, cut or interrupted, and never dropped at a junction."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from loxsmith.sequence.molecule import Molecule, Span
from loxsmith.sequence.source import Feature, Source, Strand

State = Literal["whole", "interrupted", "cut"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Projected:
    """One copy of a source's feature, as it lies on a molecule."""

    feature: Feature
    """The feature on its source."""

    source: Source
    """The source that carries it."""

    pieces: tuple[tuple[int, int, Strand], ...]
    """Stretches on the molecule (start, end, strand of the source), 0-based, in molecule order."""

    state: State
    """``whole``: every base, unbroken. ``interrupted``: every base, with something else in between or turned.
    ``cut``: bases are missing."""

    @property
    def start(self) -> int:
        """First base on the molecule, 0-based."""
        return min(piece[0] for piece in self.pieces)

    @property
    def end(self) -> int:
        """One past the last base on the molecule."""
        return max(piece[1] for piece in self.pieces)

    @property
    def strand(self) -> Literal[1, -1, 0]:
        """Strand on the molecule; 0 when it has none or its pieces disagree."""
        strands = {piece[2] for piece in self.pieces}
        if self.feature.strand == 0 or len(strands) != 1:
            return 0
        return 1 if strands.pop() * self.feature.strand == 1 else -1


def project(molecule: Molecule) -> tuple[Projected, ...]:
    """Return every feature of every source that shows on ``molecule``, in molecule order.

    A feature of which two copies are present is returned twice. Copies are told apart greedily in reading
    order: a piece that repeats bases an open copy already has begins a new one.
    """
    copies: dict[tuple[int, int], list[_Copy]] = {}
    for stretch in _stretches(molecule):
        for index, feature in _overlapping(*stretch):
            source = stretch[0][1].source
            pieces = [piece for at, span in stretch for piece in _pieces(at, span, feature)]
            if pieces:
                _add(copies.setdefault((id(source), index), []), feature, source, pieces)
    found = [_projected(copy, molecule) for group in copies.values() for copy in group]
    return tuple(sorted(found, key=lambda p: (p.start, -p.end, p.feature.kind, p.feature.label)))


def _stretches(molecule: Molecule) -> list[list[tuple[int, Span]]]:
    """Return the placed spans; on a circle the last and first are one when the origin merely cuts them."""
    placed = [[one] for one in molecule.placed_spans()]
    if molecule.circular and len(placed) > 1 and placed[-1][0][1].continues(placed[0][0][1]):
        placed[0] = [*placed.pop(), *placed[0]]
    return placed


class _Piece(NamedTuple):
    """A stretch of a feature: where it lies on the source and on the molecule."""

    source_start: int
    source_end: int
    start: int
    end: int
    strand: Strand


@dataclass(slots=True)
class _Copy:
    """A copy under assembly: the feature bases it has, and where they lie, in molecule order."""

    feature: Feature
    source: Source
    pieces: list[_Piece]


@lru_cache(maxsize=1024)
def _by_start(source: Source) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    """Feature indices sorted by start, their starts, and the longest feature's extent."""
    order = tuple(sorted(range(len(source.features)), key=lambda i: source.features[i].start))
    longest = max((f.end - f.start for f in source.features), default=0)
    return order, tuple(source.features[i].start for i in order), longest


def _overlapping(*placed: tuple[int, Span]) -> Iterator[tuple[int, Feature]]:
    """Yield the features, with their index on the source, that share a base with the spans' extent."""
    source = placed[0][1].source
    first, last = min(span.start for _, span in placed), max(span.end for _, span in placed)
    order, starts, longest = _by_start(source)
    for k in range(bisect_right(starts, first - longest - 1), bisect_left(starts, last)):
        yield order[k], source.features[order[k]]


def _pieces(at: int, span: Span, feature: Feature) -> Iterator[_Piece]:
    segments = feature.segments if span.strand == 1 else feature.segments[::-1]
    for start, end in segments:
        lower, upper = max(start, span.start), min(end, span.end)
        if lower >= upper:
            continue
        offset = lower - span.start if span.strand == 1 else span.end - upper
        yield _Piece(lower, upper, at + offset, at + offset + upper - lower, span.strand)


def _add(group: list[_Copy], feature: Feature, source: Source, pieces: list[_Piece]) -> None:
    """Add pieces to the copy they continue most closely, or begin a new one."""
    open_copies = [c for c in group if not any(_overlap(new, old) for new in pieces for old in c.pieces)]
    if open_copies:
        min(open_copies, key=lambda copy: abs(pieces[0].start - copy.pieces[-1].end)).pieces += pieces
    else:
        group.append(_Copy(feature, source, pieces))


def _overlap(a: _Piece, b: _Piece) -> bool:
    return a.source_start < b.source_end and b.source_start < a.source_end


def _projected(copy: _Copy, molecule: Molecule) -> Projected:
    return Projected(
        feature=copy.feature,
        source=copy.source,
        pieces=tuple(_merged(sorted(copy.pieces, key=lambda p: p.start))),
        state=_state(copy, len(molecule) if molecule.circular else 0),
    )


def _merged(pieces: list[_Piece]) -> Iterator[tuple[int, int, Strand]]:
    """Join touching pieces of one strand (a feature whose carrier span was split and rejoined)."""
    last: tuple[int, int, Strand] | None = None
    for piece in pieces:
        if last is not None and last[1] == piece.start and last[2] == piece.strand:
            last = (last[0], piece.end, piece.strand)
            continue
        if last is not None:
            yield last
        last = (piece.start, piece.end, piece.strand)
    if last is not None:
        yield last


def _state(copy: _Copy, turn: int) -> State:
    """Compare the copy with its feature; ``turn`` is the length of a circular molecule, else 0."""
    if sum(p.source_end - p.source_start for p in copy.pieces) < sum(b - a for a, b in copy.feature.segments):
        return "cut"
    ordered = sorted(copy.pieces)
    return "whole" if all(_follows(a, b, turn) for a, b in pairwise(ordered)) else "interrupted"


def _follows(a: _Piece, b: _Piece, turn: int) -> bool:
    """Say whether ``b`` lies behind ``a`` on the molecule at the distance it has on the source."""
    if a.strand != b.strand:
        return False
    apart = b.start - a.end if a.strand == 1 else a.start - b.end
    return (apart % turn if turn else apart) == b.source_start - a.source_end


def lift_interval(
    molecule: Molecule, source: Source, start: int, end: int
) -> tuple[tuple[int, int, Strand], ...]:
    """Return where the bases ``start..end`` of a source lie on a molecule, in molecule order.

    Each piece is (start, end, strand) on the molecule, 0-based half-open; empty when none of them is there.
    """
    found: list[tuple[int, int, Strand]] = []
    for at, span in molecule.placed_spans():
        lower, upper = max(start, span.start), min(end, span.end)
        if span.source is source and lower < upper:
            offset = lower - span.start if span.strand == 1 else span.end - upper
            found.append((at + offset, at + offset + upper - lower, span.strand))
    return tuple(found)
