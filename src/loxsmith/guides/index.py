"""The two-half index of a genome's sites: what a search of few mismatches needs to read, and no more.

A guide with at most four mismatches has at most two of them in the ten bases beside the PAM, or else at least three
there and at most one beyond. So the sites are kept twice, sorted by either half; the first case reads the 436
spellings within two mismatches of the guide's proximal half, the second, disjoint from it, the 31 spellings within
one of its distal half. Each row is one number of 32 bits: the other half, strand and PAM; the places are looked up
for hits only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from math import comb
from pathlib import Path
from typing import TYPE_CHECKING, Final

from loxsmith.guides.hits import Hits, different, together
from loxsmith.guides.pam import Pam
from loxsmith.guides.sites import HALF, MINUS, PAM_SHIFT, packed

if TYPE_CHECKING:
    from loxsmith.guides.sites import Numbers

OTHER: Final = MINUS - 1
"""The bits of a row that hold the other half."""

BATCH: Final = 1 << 17
"""Rows looked at together, about: few enough to stay in a processor's cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """The sites sorted by one of their halves."""

    bounds: Numbers
    """Where the rows of each of the 4**10 spellings begin, and one past the last row."""

    words: Numbers
    """Other half, strand and PAM of each row."""

    places: Numbers
    """First base of each row's 20-mer, 0-based, counted over all contigs in a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteIndex:
    """An index of one genome for one set of PAMs."""

    folder: Path
    """Where it lies."""

    pam: Pam
    """The PAM and the weaker ones it holds."""

    known: int
    """Bases of the genome that are A, C, G or T: only they were searched."""

    near: Half
    """Sorted by the half beside the PAM."""

    far: Half
    """Sorted by the half beyond."""

    def covers(self, pam: Pam) -> bool:
        """Say whether every PAM asked for is in the index."""
        return pam.side == self.pam.side and set(pam.spellings) <= set(self.pam.spellings)

    def search(self, guides: Sequence[str], pam: Pam, mismatches: int) -> Hits:
        """Return every site that differs from a guide in at most ``mismatches`` bases.

        Args:
            guides: 20 of A, C, G, T each, upper case.
            pam: the PAM and its weaker ones, which the index must cover.
            mismatches: most differences.
        """
        import numpy as np

        near, far = packed(guides, pam)
        a, b = split(mismatches)
        found = list(_look_up(self.near, near, far, (a, 0, mismatches), proximal=True))
        if b >= 0:
            found += _look_up(self.far, far, near, (b, a + 1, mismatches), proximal=False)
        hits = together(found)
        if pam.spellings == self.pam.spellings:
            return hits
        numbers = np.array([_number(s, pam.spellings) for s in self.pam.spellings], dtype=np.int64)
        kept = hits.taken(numbers[hits.pam_number] >= 0)
        tail = (kept.tail & MINUS) | (numbers[kept.pam_number].astype(np.uint32) << PAM_SHIFT)
        return Hits(
            guide=kept.guide,
            mismatches=kept.mismatches,
            proximal=kept.proximal,
            distal=kept.distal,
            place=kept.place,
            tail=tail,
        )


def split(mismatches: int) -> tuple[int, int]:
    """Return how many mismatches the proximal half may have, and the distal half of all other hits (-1: none).

    The two are chosen so that the fewest spellings are looked up.

    >>> split(4), split(0)
    ((2, 1), (0, -1))
    """
    return min(
        ((a, mismatches - 1 - a) for a in range(mismatches + 1)),
        key=lambda pair: _ball_size(pair[0]) + _ball_size(pair[1]),
    )


def _ball_size(radius: int) -> int:
    return sum(comb(HALF, r) * 3**r for r in range(radius + 1))


def _number(spelling: str, spellings: tuple[str, ...]) -> int:
    return spellings.index(spelling) if spelling in spellings else -1


def _look_up(
    half: Half, own: Numbers, other: Numbers, bounds: tuple[int, int, int], *, proximal: bool
) -> Iterator[Hits]:
    """Yield the hits of all guides that one copy of the sites is asked for, a few guides at a time.

    Args:
        half: the copy.
        own: each guide's half that the copy is sorted by.
        other: each guide's other half.
        bounds: most mismatches in ``own``, fewest in ``other``, most in both together.
        proximal: whether ``own`` is the half beside the PAM.
    """
    expected = _ball_size(bounds[0]) * (len(half.words) / 4**HALF + 1)
    few = max(1, int(BATCH / expected))
    for first in range(0, len(own), few):
        batch = slice(first, first + few)
        yield from _hits(half, own[batch], other[batch], bounds, first, proximal=proximal)


def _hits(
    half: Half,
    own: Numbers,
    other: Numbers,
    bounds: tuple[int, int, int],
    first_guide: int,
    *,
    proximal: bool,
) -> Iterator[Hits]:
    """Read the rows of all spellings near ``own``, the nearest first, and yield those that fit."""
    import numpy as np

    radius, least, most = bounds
    masks = _ball(radius)
    keys = np.concatenate([np.bitwise_xor.outer(own, ring).ravel() for ring in masks])
    guides = np.concatenate([np.repeat(np.arange(len(own)), len(ring)) for ring in masks])
    rows, lengths, ends = _rows(half, keys)
    words = half.words.take(rows)
    counts = different(words, np.repeat(other[guides], lengths))
    first = key = 0
    for distance, ring in enumerate(masks):
        key += len(ring) * len(own)
        last = int(ends[key - 1])
        fits = counts[first:last] <= most - distance
        if least:
            fits &= counts[first:last] >= least
        at = np.flatnonzero(fits) + first
        first = last
        of_key = np.searchsorted(ends, at, side="right")
        found = words[at]
        halves = keys[of_key], found & OTHER
        yield Hits(
            guide=(guides[of_key] + first_guide).astype(np.int32),
            mismatches=counts[at] + np.uint8(distance),
            proximal=halves[0] if proximal else halves[1],
            distal=halves[1] if proximal else halves[0],
            place=half.places[rows[at]],
            tail=found & ~np.uint32(OTHER),
        )


def _rows(half: Half, keys: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return the rows of several spellings one after the other, how many each has, and where each ends."""
    import numpy as np

    starts = half.bounds[keys].astype(np.int64)
    lengths = half.bounds[keys + 1] - starts
    ends = np.cumsum(lengths)
    rows = np.arange(int(ends[-1]))
    rows += np.repeat(starts - ends + lengths, lengths)
    return rows, lengths, ends


@cache
def _ball(radius: int) -> tuple[Numbers, ...]:
    """Return what to cross with ten packed bases to get all at distance 0, 1, ... up to ``radius``."""
    import numpy as np

    return tuple(
        np.array(
            [
                sum(change << 2 * at for change, at in zip(changes, where, strict=True))
                for where in combinations(range(HALF), distance)
                for changes in product((1, 2, 3), repeat=distance)
            ],
            dtype=np.uint32,
        )
        for distance in range(radius + 1)
    )
