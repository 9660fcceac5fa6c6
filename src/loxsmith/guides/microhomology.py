"""What end joining makes of a cut: deletions between short repeats, and how many of them shift the frame (Bae 2014)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp
from typing import Final

from loxsmith.sequence import is_plain

REACH: Final = 30
"""Bases read on each side of a cut: 60 in all, the shortest window of the paper's 60-80 (Bae 2014)."""

DECAY: Final = 20.0
"""Length (bases) over which a deletion becomes rarer by a factor e (Bae 2014)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Microhomology:
    """The two scores of one cut."""

    score: float
    """Sum over all patterns; the higher, the more the repair runs through microhomology. No upper end."""

    out_of_frame: float | None
    """Share of the score (0-100) whose deletion is no multiple of three; None where there is no pattern."""


def microhomology(sequence: str, cut: int) -> Microhomology | None:
    """Return the microhomology and out-of-frame scores of a cut.

    A pattern is a pair of equal stretches of two bases or more, one wholly left of the cut and one wholly right of it,
    which no longer pair at the same distance contains. Repair through it loses as many bases as the stretches lie
    apart. It scores 100 times ``exp(-distance / 20)``, rounded to three places as in the paper, times its number of
    A and T plus twice its number of G and C.

    Args:
        sequence: the bases around the cut; either strand gives the same.
        cut: bases left of the cut.

    Returns:
        the scores, or None where a letter is not A, C, G or T or the cut lies at or beyond an end.

    >>> found = microhomology("ACGTTCAGGATCTTCAGAC", 9)
    >>> round(found.score, 1), round(found.out_of_frame, 2)
    (797.0, 16.07)
    """
    text = sequence.upper()
    if not is_plain(text) or not 0 < cut < len(text):
        return None
    total = shifted = 0.0
    for distance, shared in _patterns(text, cut):
        strength = len(shared) + shared.count("G") + shared.count("C")
        score = 100 * round(exp(-distance / DECAY), 3) * strength
        total += score
        if distance % 3:
            shifted += score
    return Microhomology(score=total, out_of_frame=100 * shifted / total if total else None)


def _patterns(text: str, cut: int) -> Iterator[tuple[int, str]]:
    """Yield distance and bases of each pattern: at every distance the longest runs of equal bases.

    A place is a bit, counted from the left; one mask a base says where it stands. Places of the left stretch lie
    before the cut and less than a distance before it, so that the right one begins behind the cut.
    """
    a, c, g, t = (int(text[::-1].translate(table), 2) for table in _ONE_BASE)
    before = (1 << cut) - 1
    for distance in range(2, len(text) - 1):
        left = before & -(1 << max(0, cut - distance))
        same = (a & a >> distance) | (c & c >> distance) | (g & g >> distance) | (t & t >> distance)
        equal = same & left
        for start, end in _runs(equal):
            yield distance, text[start:end]


_ONE_BASE: Final = tuple(str.maketrans("ACGT", "".join("01"[b == base] for b in "ACGT")) for base in "ACGT")
"""Tables that write one base as 1 and the others as 0."""


def _runs(bits: int) -> Iterator[tuple[int, int]]:
    """Yield every longest run of two bits or more, as start and end."""
    while bits & bits >> 1:
        start = (bits & -bits).bit_length() - 1
        behind = ~(bits >> start)
        end = start + (behind & -behind).bit_length() - 1
        if end - start > 1:
            yield start, end
        bits &= -(1 << end)
