"""Exon, intron or neither: annotating many positions of a contig at once.

A contig is cut wherever an exon or a gene begins or ends; a position belongs to the last cut before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from loxsmith.genome.drafts import joined
from loxsmith.genome.model import Gene, Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

INTERGENIC: Final = 0
INTRON: Final = 1
EXON: Final = 2
KINDS: Final = ("intergenic", "intron", "exon")
"""The words for codes 0, 1 and 2."""

_SHIFT = 2


class Regions:
    """The exons and introns of one contig.

    Where genes overlap, exon wins over intron, and the genes named are those of the winning kind, in file order.

    Args:
        cuts: 0-based positions at which something begins or ends, ascending, the first of them 0.
        codes: for each cut, what holds up to the next: 4 x the label's number + 0, 1 or 2 for its kind.
        labels: gene symbols, several joined by commas; number 0 is the empty one.
    """

    def __init__(self, cuts: NDArray[np.uint32], codes: NDArray[np.uint32], labels: Sequence[str]) -> None:
        self.cuts = cuts
        self.codes = codes
        self.labels = labels

    def at(self, positions: ArrayLike) -> tuple[list[str], list[str]]:
        """Return gene symbols and ``exon``, ``intron`` or ``intergenic`` of each position.

        Args:
            positions: 0-based positions on the contig, in any order.
        """
        labels, kinds = self.numbers_at(positions)
        called = self.labels
        return [called[label] for label in labels.tolist()], [KINDS[kind] for kind in kinds.tolist()]

    def numbers_at(self, positions: ArrayLike) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """Return the label's number and the kind's code of each position, for work on arrays."""
        import numpy as np

        wanted = np.asarray(positions, dtype=np.int64)
        if wanted.size and wanted.min() < 0:
            raise ValueError("a position on a contig is not negative")
        # Of the same type on both sides, or the search would first copy every cut.
        found = self.codes[np.searchsorted(self.cuts, wanted.astype(np.uint32), side="right") - 1]
        return found >> np.uint32(_SHIFT), found & np.uint32(3)


def regions_of(genes: Iterable[Gene]) -> Regions:
    """Return the regions of one contig's genes, which come in file order."""
    import numpy as np

    numbers: dict[str, int] = {"": 0}
    cuts, codes = cut_codes(genes, numbers)
    return Regions(np.array(cuts, np.uint32), np.array(codes, np.uint32), list(numbers))


def cut_codes(genes: Iterable[Gene], numbers: dict[str, int]) -> tuple[list[int], list[int]]:
    """Return cuts and codes of one contig's genes; new labels are added to ``numbers``."""
    symbols, changes = _changes(genes)
    inside: dict[int, set[int]] = {INTRON: set(), EXON: set()}
    cuts, codes = [0], [INTERGENIC]
    for position in sorted(changes):
        for kind, gene, begins in changes[position]:
            (inside[kind].add if begins else inside[kind].discard)(gene)
        kind = EXON if inside[EXON] else INTRON if inside[INTRON] else INTERGENIC
        label = ",".join(dict.fromkeys(symbols[gene] for gene in sorted(inside.get(kind, ()))))
        code = numbers.setdefault(label, len(numbers)) << _SHIFT | kind
        if cuts[-1] == position:
            codes[-1] = code
        elif codes[-1] != code:
            cuts.append(position)
            codes.append(code)
    return cuts, codes


def _changes(genes: Iterable[Gene]) -> tuple[list[str], Mapping[int, list[tuple[int, int, bool]]]]:
    """Return the genes' symbols, and by position which gene, or exon of it, begins or ends there."""
    symbols: list[str] = []
    changes: dict[int, list[tuple[int, int, bool]]] = {}
    for number, gene in enumerate(genes):
        symbols.append(gene.symbol)
        for kind, stretches in ((INTRON, [(gene.start, gene.end)]), (EXON, exons_of(gene))):
            for start, end in stretches:
                changes.setdefault(start, []).append((kind, number, True))
                changes.setdefault(end, []).append((kind, number, False))
    return symbols, changes


def exons_of(gene: Gene) -> list[Interval]:
    """Return the exons of all transcripts of a gene, merged; the whole gene where the source gives none."""
    exons = joined((exon for transcript in gene.transcripts for exon in transcript.exons), touching=True)
    # Nothing says that a gene without transcripts is spliced: a hit in it may be in an exon.
    return exons or [(gene.start, gene.end)]
