"""Which bases of a locus are repeated elsewhere, as far as was searched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loxsmith.locus.locus import Locus

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


def uniqueness(locus: Locus) -> Uniqueness:
    """Look for 20-mers of the locus that occur again, on either strand, in what is searched."""
    import numpy as np

    total = sum(contig.length for contig in locus.genome.contigs)
    whole = total <= WHOLE
    searched = _searched(locus, whole)
    words = np.concatenate([_canonical(text) for text in searched])
    kinds, counts = np.unique(words[words != _NONE], return_counts=True)
    repeated = kinds[counts > 1]
    own = _canonical(locus.molecule.sequence)
    flags = np.zeros(len(locus.molecule), dtype=np.uint8)
    hits = np.flatnonzero(np.isin(own, repeated))
    for offset in range(WORD):
        flags[hits + offset] = 1
    _add_masked(locus, flags)
    return Uniqueness(flags=flags.tobytes(), searched=sum(map(len, searched)), whole=whole)


_NONE = (1 << 64) - 1


def _searched(locus: Locus, whole: bool) -> list[str]:
    genome = locus.genome
    if whole:
        return [genome.fetch(c.name, 0, c.length) for c in genome.contigs]
    start = max(0, locus.start - NEIGHBOURHOOD)
    end = min(locus.contig.length, locus.end + NEIGHBOURHOOD)
    return [genome.fetch(locus.contig.name, start, end)]


def _canonical(text: str) -> NDArray[np.uint64]:
    """Code every 20-mer as the smaller of its two strands; words with other letters become ``_NONE``."""
    import numpy as np

    table = np.full(256, 4, dtype=np.uint64)
    table[[65, 67, 71, 84]] = [0, 1, 2, 3]
    codes = table[np.frombuffer(text.encode("ascii"), dtype=np.uint8)]
    count = len(codes) - WORD + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint64)
    forward = np.zeros(count, dtype=np.uint64)
    backward = np.zeros(count, dtype=np.uint64)
    known = np.ones(count, dtype=bool)
    for i in range(WORD):
        column = codes[i : i + count]
        known &= column < 4
        forward = (forward << np.uint64(2)) | (column & np.uint64(3))
        backward |= (np.uint64(3) - (column & np.uint64(3))) << np.uint64(2 * i)
    return np.where(known, np.minimum(forward, backward), np.uint64(_NONE))


def _add_masked(locus: Locus, flags: NDArray[np.uint8]) -> None:
    for start, end in locus.genome.masked(locus.contig.name):
        lower, upper = max(start, locus.start), min(end, locus.end)
        if lower < upper:
            a, b = locus.from_contig(lower), locus.from_contig(upper - 1)
            flags[min(a, b) : max(a, b) + 1] = 1
