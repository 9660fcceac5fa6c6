"""Which bases of a locus are repeated elsewhere, as far as was searched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from loxsmith.genome import Genome
from loxsmith.locus.locus import Locus
from loxsmith.sequence import encode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORD = 20
"""A base is repeated when a 20-mer over it occurs twice or more: the length of a primer, and of HTGT's oligo
uniqueness test."""

WHOLE = 5_000_000
"""Assemblies up to this many bases are searched whole; of larger ones the neighbourhood of the locus."""

NEIGHBOURHOOD = 500_000
"""Bases searched on both sides of the locus in a larger assembly."""


@dataclass(frozen=True, slots=True)
class Uniqueness:
    """Repeated bases of a locus molecule."""

    flags: bytes
    """One byte a base of the molecule: 1 where it is repeated or the genome masks it, else 0."""

    searched: int
    """Bases that were searched for further copies."""

    whole: bool
    """Whether that was the whole of the opened genome."""

    def share(self, start: int, end: int) -> float:
        """Fraction of repeated bases in ``start..end`` of the molecule."""
        return sum(self.flags[start:end]) / (end - start) if end > start else 0.0

    def is_clear(self, start: int, end: int) -> bool:
        """Whether no base of ``start..end`` is repeated."""
        return not any(self.flags[max(0, start) : end])


def uniqueness(locus: Locus, *, reach: int | None = None) -> Uniqueness:
    """Look for 20-mers of the locus that occur again, on either strand, in what is searched.

    Args:
        locus: the locus.
        reach: bases searched on both sides of it in an assembly too large to be searched whole; ``NEIGHBOURHOOD``
            when it is left out.
    """
    import numpy as np

    own = _canonical(locus.molecule.sequence)
    searched, repeated = _searched(locus, own, NEIGHBOURHOOD if reach is None else reach)
    hits = np.flatnonzero(_members(own, repeated))
    edges = np.zeros(len(locus.molecule) + 1, dtype=np.int32)
    np.add.at(edges, hits, 1)
    np.add.at(edges, hits + WORD, -1)
    flags = (np.cumsum(edges[:-1]) > 0).astype(np.uint8)
    _add_masked(locus, flags)
    whole = searched >= _total(locus.genome)
    return Uniqueness(flags=flags.tobytes(), searched=searched, whole=whole)


_NONE = (1 << 64) - 1

_REPEATED: WeakKeyDictionary[Genome, NDArray[np.uint64]] = WeakKeyDictionary()
"""Repeated words of small assemblies, which are searched whole: found once for each."""


def _total(genome: Genome) -> int:
    return sum(contig.length for contig in genome.contigs)


def _searched(locus: Locus, own: NDArray[np.uint64], reach: int) -> tuple[int, NDArray[np.uint64]]:
    """Return how many bases are searched, and the words of the locus that are repeated in them, ascending."""
    import numpy as np

    genome, total = locus.genome, _total(locus.genome)
    if total <= WHOLE:
        if genome not in _REPEATED:
            whole = [_canonical(genome.fetch(c.name, 0, c.length)) for c in genome.contigs]
            _REPEATED[genome] = _repeats(np.concatenate(whole))
        return total, _REPEATED[genome]
    start = max(0, locus.start - reach)
    end = min(locus.contig.length, locus.end + reach)
    around = _canonical(genome.fetch(locus.contig.name, start, end))
    return end - start, _repeats(around[_maybe_among(around, own)])


def _maybe_among(words: NDArray[np.uint64], own: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Flag the words that may be among ``own``: all that are, and few others, so that little is left to sort."""
    import numpy as np

    # Multiplying by a large odd number (2^64 over the golden ratio) spreads the words; the top bits are the place.
    factor, shift = np.uint64(0x9E3779B97F4A7C15), np.uint64(64 - 20)
    table = np.zeros(1 << 20, dtype=bool)
    table[((own * factor) >> shift).astype(np.intp)] = True
    return np.asarray(table[((words * factor) >> shift).astype(np.intp)])


def _repeats(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the words that occur twice or more, ascending."""
    import numpy as np

    words = np.sort(words)
    again = words[1:][words[1:] == words[:-1]]
    first = np.ones(len(again), dtype=bool)
    first[1:] = again[1:] != again[:-1]
    kinds = again[first]
    return np.asarray(kinds[kinds != np.uint64(_NONE)])


def _members(words: NDArray[np.uint64], kinds: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Flag the words that are among ``kinds``, which ascend."""
    import numpy as np

    if not len(kinds):
        return np.zeros(len(words), dtype=bool)
    places = np.minimum(np.searchsorted(kinds, words), len(kinds) - 1)
    return np.asarray(kinds[places] == words)


def _canonical(text: str) -> NDArray[np.uint64]:
    """Code every 20-mer as the smaller of its two strands; words with other letters become ``_NONE``.

    Words of 1, 2, 4, 8 and 16 bases are joined to the next longer ones, which takes five steps instead of twenty.
    """
    import numpy as np

    codes = encode(text)
    if len(codes) < WORD:
        return np.empty(0, dtype=np.uint64)
    plain = np.minimum(codes, 3).astype(np.uint64)
    forward = _joined(plain, backward=False)
    backward = _joined(np.uint64(3) - plain, backward=True)
    words = np.minimum(forward, backward)
    unknown = np.concatenate(([0], np.cumsum(codes > 3)))
    words[unknown[WORD:] > unknown[:-WORD]] = np.uint64(_NONE)
    return words


def _joined(bases: NDArray[np.uint64], *, backward: bool) -> NDArray[np.uint64]:
    """Code every word of 20 (16 and 4) bases, the first base highest, or lowest when read backward."""
    import numpy as np

    def pair(
        one: NDArray[np.uint64], size: int, other: NDArray[np.uint64], behind: int
    ) -> NDArray[np.uint64]:
        """Join words of ``size`` bases with those of ``behind`` bases that follow."""
        count = len(bases) - size - behind + 1
        left, right = one[:count], other[size : size + count]
        if backward:
            return left | (right << np.uint64(2 * size))
        return (left << np.uint64(2 * behind)) | right

    two = pair(bases, 1, bases, 1)
    four = pair(two, 2, two, 2)
    eight = pair(four, 4, four, 4)
    sixteen = pair(eight, 8, eight, 8)
    return pair(sixteen, 16, four, 4)


def _add_masked(locus: Locus, flags: NDArray[np.uint8]) -> None:
    for start, end in locus.genome.masked(locus.contig.name):
        lower, upper = max(start, locus.start), min(end, locus.end)
        if lower < upper:
            a, b = locus.from_contig(lower), locus.from_contig(upper - 1)
            flags[min(a, b) : max(a, b) + 1] = 1
