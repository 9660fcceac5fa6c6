"""Where a genome's bases come from: text in memory, or a 2bit file on disk."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from loxsmith.genome.model import Interval
from loxsmith.sequence import encode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Bases(Protocol):
    """The bases of a genome's contigs. Positions are 0-based half-open and lie within the contig."""

    def fetch(self, contig: str, start: int, end: int) -> str:
        """Return the letters of a stretch, upper case."""

    def codes(self, contig: str, start: int, end: int) -> NDArray[np.uint8]:
        """Return a stretch as 0-3 for A, C, G, T and 4 for every other letter."""

    def masked(self, contig: str, start: int, end: int) -> tuple[Interval, ...]:
        """Return the soft-masked stretches (repeats) within ``start..end``, cut at its edges."""


class TextBases:
    """Bases held in memory as text.

    Args:
        sequences: upper-case letters of each contig.
        masks: soft-masked stretches of each contig as start, end, start, end, ..., ascending.

    >>> TextBases({"x": "ACGTN"}).codes("x", 2, 5).tolist()
    [2, 3, 4]
    """

    def __init__(
        self, sequences: Mapping[str, str], masks: Mapping[str, Sequence[int]] | None = None
    ) -> None:
        self._sequences = dict(sequences)
        self._masks = dict(masks or {})

    def fetch(self, contig: str, start: int, end: int) -> str:
        """Return the letters of a stretch, upper case."""
        return self._sequences[contig][start:end]

    def codes(self, contig: str, start: int, end: int) -> NDArray[np.uint8]:
        """Return a stretch as 0-3 for A, C, G, T and 4 for every other letter."""
        return encode(self._sequences[contig][start:end])

    def masked(self, contig: str, start: int, end: int) -> tuple[Interval, ...]:
        """Return the soft-masked stretches (repeats) within ``start..end``, cut at its edges."""
        return cut_runs(self._masks.get(contig, ()), start, end)


def cut_runs(edges: Sequence[int], start: int, end: int) -> tuple[Interval, ...]:
    """Return those runs, given as ascending start, end, start, end, ..., that touch ``start..end``, cut to it.

    >>> cut_runs([2, 5, 8, 9, 20, 30], 4, 21)
    ((4, 5), (8, 9), (20, 21))
    """
    first = bisect_right(edges, start) // 2
    last = (bisect_left(edges, end) + 1) // 2
    flat = edges[2 * first : 2 * last]
    return tuple(
        (max(low, start), min(high, end))
        for low, high in zip(flat[::2], flat[1::2], strict=True)
        if low < high
    )


class ContigText:
    """One contig that can be sliced like a string, of which only the stretch in use is held in memory.

    Args:
        bases: where the letters come from.
        contig: name of the contig.
        length: its length in bp.
    """

    def __init__(self, bases: Bases, contig: str, length: int) -> None:
        self._bases = bases
        self._contig = contig
        self._length = length
        self._start = 0
        self._text = ""

    def hold(self, start: int, end: int) -> ContigText:
        """Keep ``start..end`` at hand, whatever part of it lies on the contig; return the contig."""
        low, high = max(start, 0), min(end, self._length)
        self._start, self._text = low, self._bases.fetch(self._contig, low, high) if low < high else ""
        return self

    def __len__(self) -> int:
        """Count the bases of the whole contig."""
        return self._length

    def __getitem__(self, stretch: slice) -> str:
        """Return the letters of a stretch, upper case."""
        start, end, _ = stretch.indices(self._length)
        low, high = start - self._start, end - self._start
        if 0 <= low <= high <= len(self._text):
            return self._text[low:high]
        return self._bases.fetch(self._contig, start, max(start, end))
