"""Which base of the wild-type locus is which base of an allele, found from the two sequences alone.

The readout must not trust a drawing, so it does not use lift-over: it aligns. Alleles differ from the wild
type by a few large and small events, so exact stretches carry nearly everything: from each base the common
stretch is followed to its end, and past a difference the next unique k-mer that both share (on either strand)
takes over. Costs a dictionary of the wild type and one pass over the allele.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from loxsmith.sequence import Strand, reverse_complement

WORD = 24
"""Length of the shared word that re-finds the wild type after a difference (bp): 24 bases occur by chance
once in 10^14, so that one hit in a locus of some hundred kilobases is not chance."""

NEAR = 12
"""Shorter words, down to this many bases, count when they lie next to the break: two edits a few codons apart
leave less than ``WORD`` bases between them."""

FREQUENT = 32
"""A word that the wild type has more often finds nothing again: it is a simple repeat, crossed from its sides."""


@dataclass(frozen=True, slots=True)
class Match:
    """A gapless stretch on which allele and wild type agree base for base."""

    allele: int
    """First base on the allele, 0-based."""
    wild: int
    """First base on the wild type's top strand, 0-based."""
    length: int
    strand: Strand
    """-1 where the allele reads the wild type's other strand."""


class Correspondence:
    """A map between the bases of an allele and those of the wild type.

    Args:
        wild: wild-type sequence, upper case.
        allele: allele sequence, upper case, drawn in the same orientation.
    """

    def __init__(self, wild: str, allele: str) -> None:
        self.wild = wild
        self.allele = allele
        self.matches: tuple[Match, ...] = tuple(_matches(wild, allele))

    @cached_property
    def paired(self) -> tuple[Match, ...]:
        """The matches, and between them the substituted stretches: as many bases on both sides."""
        found: list[Match] = []
        for match in self.matches:
            if found and (filled := _substituted(found[-1], match)):
                found.append(filled)
            found.append(match)
        return tuple(found)

    @cached_property
    def _forward(self) -> list[tuple[int, int, int]]:
        """(wild start, wild end, allele start) of pairs on the same strand, by wild start."""
        return sorted((m.wild, m.wild + m.length, m.allele) for m in self.paired if m.strand == 1)

    @cached_property
    def _starts(self) -> list[int]:
        return [m.allele for m in self.paired]

    def places(self, wild: int) -> list[int]:
        """Return every allele position, ascending, that is wild-type base ``wild`` on the same strand."""
        return sorted(at + wild - start for start, end, at in self._forward if start <= wild < end)

    def origin(self, allele: int) -> tuple[int, Strand] | None:
        """Return the wild-type base and strand at ``allele``, or None where the base is new."""
        i = bisect_right(self._starts, allele) - 1
        if i < 0:
            return None
        match = self.paired[i]
        offset = allele - match.allele
        if offset >= match.length:
            return None
        wild = match.wild + (offset if match.strand == 1 else match.length - 1 - offset)
        return wild, match.strand


def _substituted(before: Match, after: Match) -> Match | None:
    """Return the pairing of an equally long gap between two matches of the same strand and diagonal."""
    gap = after.allele - before.allele - before.length
    same = before.strand == after.strand == 1 and after.wild - before.wild - before.length == gap
    return Match(before.allele + before.length, before.wild + before.length, gap, 1) if same and gap else None


def _matches(wild: str, allele: str) -> Iterator[Match]:
    at, expected = 0, 0
    while at < len(allele):
        match = _next(wild, allele, at, expected)
        if match is None:
            return
        yield match
        at, expected = match.allele + match.length, match.wild + match.length


def _next(wild: str, allele: str, at: int, expected: int) -> Match | None:
    """Return the first match at or after ``at``, preferring the one that goes on at ``expected``."""
    length = _common(allele, at, wild, expected)
    if length >= NEAR or (length and at + length == len(allele)):
        return Match(at, expected, length, 1)
    return _close(wild, allele, at, expected) or _far(wild, allele, at, expected)


def _close(wild: str, allele: str, at: int, expected: int) -> Match | None:
    """Find where the wild type goes on behind a substitution or a small insertion or deletion.

    Short stretches agree by chance, so the longest wins, counted up to a word; among
    equals a substitution before an indel, and the nearer before the farther.
    """
    found = [(_common(allele, at + s, wild, expected + g), s, g) for s, g in _STEPS]
    length, skip, gap = max(found, key=lambda f: (min(f[0], WORD), f[1] == f[2], -f[1] - f[2]))
    return Match(at + skip, expected + gap, length, 1) if length >= NEAR else None


_STEPS = tuple(
    (skip, gap) for skip in range(2 * WORD) for gap in range(2 * WORD) if skip == gap or not skip or not gap
)
"""Bases to pass over on allele and wild type: a substitution passes over both, an indel over one."""


def _far(wild: str, allele: str, at: int, expected: int) -> Match | None:
    """Find the next shared word, on either strand.

    The first word that is met may belong to a paralogue or a repeat. So a word just behind it that goes on where the
    wild type was left is preferred; without one, of the places the first word has, that at which it runs on longest.
    """
    first = next((a for a in range(at, len(allele) - WORD + 1) if _hits(wild, allele, a)), None)
    if first is None:
        return None
    for a in range(first, min(first + 2 * WORD, len(allele) - WORD + 1)):
        near = [
            w
            for w, strand in _hits(wild, allele, a)
            if strand == 1 and abs(w - expected - a + at) <= 2 * WORD
        ]
        if near:
            return _grown(wild, allele, a, min(near, key=lambda w: abs(w - expected - a + at)), at)
    offers = [
        (-_run(wild, allele, first, w, strand), abs(w - expected), w, strand)
        for w, strand in _hits(wild, allele, first)
    ]
    _, _, w, strand = min(offers)
    return _grown(wild, allele, first, w, at) if strand == 1 else _flipped(wild, allele, first, w, at)


def _hits(wild: str, allele: str, a: int) -> list[tuple[int, Strand]]:
    words, word = _words(wild), allele[a : a + WORD]
    forward: list[tuple[int, Strand]] = [(w, 1) for w in words.get(word, ())]
    return forward or [(w, -1) for w in words.get(reverse_complement(word), ())]


def _run(wild: str, allele: str, a: int, w: int, strand: Strand) -> int:
    """How far a shared word runs on along the allele, counted up to four words."""
    reach = 4 * WORD
    if strand == 1:
        return min(_common(allele, a, wild, w), reach)
    end = w + WORD
    theirs, ours = wild[max(0, end - reach) : end], reverse_complement(allele[a : a + reach])
    return _common(theirs[::-1], 0, ours[::-1], 0)


def _grown(wild: str, allele: str, a: int, w: int, at: int) -> Match:
    while a > at and w > 0 and allele[a - 1] == wild[w - 1]:
        a, w = a - 1, w - 1
    return Match(a, w, _common(allele, a, wild, w), 1)


def _flipped(wild: str, allele: str, a: int, w: int, at: int) -> Match:
    """Grow a match on the other strand: the allele runs on while the wild type runs back."""
    length = WORD
    while w > 0 and a + length < len(allele) and _pairs(allele[a + length], wild[w - 1]):
        w, length = w - 1, length + 1
    while a > at and w + length < len(wild) and _pairs(allele[a - 1], wild[w + length]):
        a, length = a - 1, length + 1
    return Match(a, w, length, -1)


def _pairs(one: str, other: str) -> bool:
    return one == reverse_complement(other)


def _common(one: str, i: int, other: str, j: int) -> int:
    """Length of the common stretch of ``one`` from ``i`` and ``other`` from ``j``."""
    longest, length, step = min(len(one) - i, len(other) - j), 0, 32
    while length < longest and step:
        step = min(step, longest - length)
        if one[i + length : i + length + step] == other[j + length : j + length + step]:
            length, step = length + step, step * 4
        else:
            step //= 2
    return max(length, 0)


@lru_cache(maxsize=4)
def _words(wild: str) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for i in range(len(wild) - WORD + 1):
        found.setdefault(wild[i : i + WORD], []).append(i)
    return {word: tuple(at) for word, at in found.items() if len(at) <= FREQUENT}
