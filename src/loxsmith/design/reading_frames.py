"""Codons as they will be read on the edited allele, told by the wild-type bases they are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loxsmith.locus import TranscriptModel
from loxsmith.sequence import STOP_CODONS
from loxsmith.strategy import Edit

Codon = tuple[int, int, int]
"""Wild-type positions of three bases that are read as a codon and left as they are by every edit."""

_NEW: int = -1
"""Stands for the position of a base that an edit brings in."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a transcript reads near the edits."""

    codons: tuple[Codon, ...]
    """Whole codons of wild-type bases, the start and the stop codon aside."""

    touched: frozenset[int]
    """Coding bases in none of them: of codons that hold new bases, and of the start and the stop codon."""


def frame_of(
    wild: str, transcript: TranscriptModel, edits: Sequence[Edit], start: int, end: int, *, phase: int = 0
) -> Frame:
    """Read the codons that touch ``start`` to ``end`` once the edits are made.

    Behind a stop codon that an edit brings in nothing is read; there the frame of the wild type is taken up again.

    Args:
        wild: the wild-type locus.
        transcript: whose coding sequence is read.
        edits: all within ``start`` to ``end``.
        start: first base of interest, 0-based on the locus.
        end: one past the last.
        phase: bases in front of the first whole codon of a coding sequence that is not whole.
    """
    first, held = _nearby(transcript, start, end)
    positions, letters = _edited(wild, transcript, edits, held)
    at = (phase - first) % 3
    fixed = _ends(transcript)
    inside = [e for e in edits if any(e.start < y and max(e.end, e.start + 1) > x for x, y in transcript.cds)]
    codons: list[Codon] = []
    stopped = False
    while at + 3 <= len(positions):
        a, b, c = positions[at : at + 3]
        parted = any(a < e.start <= c for e in inside)
        if min(a, b, c) >= 0 and not parted and fixed.isdisjoint((a, b, c)):
            codons.append((a, b, c))
        spelled = letters[at : at + 3]
        at += 3
        if spelled in STOP_CODONS and not stopped:
            stopped = True
            rest = [i for i in range(at, len(positions)) if positions[i] >= 0]
            positions, letters = [positions[i] for i in rest], "".join(letters[i] for i in rest)
            at = (phase - _number(transcript, positions[0])) % 3 if positions else 0
    read = {p for codon in codons for p in codon}
    return Frame(tuple(codons), frozenset(p for p in held if p not in read))


def _ends(transcript: TranscriptModel) -> set[int]:
    """Bases of the start and the stop codon."""
    size = sum(b - a for a, b in transcript.cds)
    return {*_numbered(transcript, 0, 3), *_numbered(transcript, size - 3, size)}


def _edited(
    wild: str, transcript: TranscriptModel, edits: Sequence[Edit], held: Sequence[int]
) -> tuple[list[int], str]:
    """Coding bases with the edits that fall into them: their wild-type positions, and their letters."""
    gone = {p for e in edits for p in range(e.start, e.end)}
    brought = {
        e.start: e.alt for e in edits if e.alt and any(a <= e.start and e.end <= b for a, b in transcript.cds)
    }
    positions: list[int] = []
    letters: list[str] = []
    for p in held:
        if p in brought:
            positions += [_NEW] * len(brought[p])
            letters.append(brought[p])
        if p not in gone:
            positions.append(p)
            letters.append(wild[p])
    return positions, "".join(letters)


def _nearby(transcript: TranscriptModel, start: int, end: int) -> tuple[int, list[int]]:
    """Number of the first coding base of interest, and all of them, with two more on both sides."""
    number, inside = 0, []
    for a, b in transcript.cds:
        lower, upper = max(a, start), min(b, end)
        if lower < upper:
            inside.append((number + lower - a, number + upper - a))
        number += b - a
    if not inside:
        return 0, []
    first, last = max(0, inside[0][0] - 2), min(number, inside[-1][1] + 2)
    return first, list(_numbered(transcript, first, last))


def _numbered(transcript: TranscriptModel, first: int, last: int) -> Iterator[int]:
    """Positions of the coding bases ``first`` to ``last``, counted along the coding sequence."""
    number = 0
    for a, b in transcript.cds:
        lower, upper = max(first, number), min(last, number + b - a)
        yield from range(a + lower - number, a + upper - number)
        number += b - a


def _number(transcript: TranscriptModel, position: int) -> int:
    """Number of a coding base along the coding sequence."""
    return sum(min(b, position) - a for a, b in transcript.cds if a < position)
