"""The stretches of a transcript that a guide had better not lie over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from loxsmith.knowledge import limit

Interval = tuple[int, int]

Kind = Literal["splice site", "start codon", "UTR"]
"""What a landmark is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmark:
    """A stretch of a text that matters by its place, not by what it codes for."""

    name: str
    """With its article, such as ``the splice acceptor of exon 3``."""

    kind: Kind
    """What it is."""

    start: int
    """First base on the text, 0-based."""

    end: int
    """One past the last base."""


def landmarks(
    exons: Sequence[Interval], cds: Sequence[Interval], *, strand: int = 1, gene: str = ""
) -> tuple[Landmark, ...]:
    """Return splice sites, start codon and untranslated regions of a transcript, by position.

    Splice sites are as wide as the bases that blocking changes leave alone (``J.splice``).

    Args:
        exons: exons on the text, 0-based, half-open, in any order.
        cds: coding stretches, the stop codon included; empty for a transcript that codes for nothing.
        strand: -1 when the transcript is read on the bottom strand.
        gene: named in every landmark when given.

    >>> [(mark.name, mark.start, mark.end) for mark in landmarks([(0, 50)], [(10, 40)])]
    [("the 5' UTR", 0, 10), ('the start codon', 10, 13), ("the 3' UTR", 40, 50)]
    """
    if strand < 0:
        turned = landmarks([(-b, -a) for a, b in exons], [(-b, -a) for a, b in cds], gene=gene)
        found = [Landmark(name=m.name, kind=m.kind, start=-m.end, end=-m.start) for m in turned]
    else:
        ordered, of = sorted(exons), f" of {gene}" if gene else ""
        found = [
            *_splice_sites(ordered, of),
            *_start_codon(sorted(cds), of),
            *_untranslated(ordered, sorted(cds), of),
        ]
    return tuple(sorted(found, key=lambda mark: (mark.start, mark.end, mark.name)))


def _splice_sites(exons: Sequence[Interval], of: str) -> Iterator[Landmark]:
    last, first = limit("J.splice.exon.last").whole, limit("J.splice.exon.first").whole
    donor, acceptor = limit("J.splice.donor").whole, limit("J.splice.acceptor").whole
    for number in range(1, len(exons)):
        start, end = exons[number - 1][1], exons[number][0]
        for name, a, b in (
            (f"the splice donor of exon {number}{of}", start - last, start + donor),
            (f"the splice acceptor of exon {number + 1}{of}", end - acceptor, end + first),
        ):
            yield Landmark(name=name, kind="splice site", start=a, end=b)


def _start_codon(cds: Sequence[Interval], of: str) -> Iterator[Landmark]:
    """Yield the three bases of the start codon, in one stretch or, where an intron parts them, in several."""
    left = 3
    for start, end in cds:
        if left:
            size = min(left, end - start)
            left -= size
            yield Landmark(name=f"the start codon{of}", kind="start codon", start=start, end=start + size)


def _untranslated(exons: Sequence[Interval], cds: Sequence[Interval], of: str) -> Iterator[Landmark]:
    if not cds:
        return
    first, last = cds[0][0], cds[-1][1]
    for start, end in exons:
        if start < first:
            yield Landmark(name=f"the 5' UTR{of}", kind="UTR", start=start, end=min(end, first))
        if end > last:
            yield Landmark(name=f"the 3' UTR{of}", kind="UTR", start=max(start, last), end=end)
