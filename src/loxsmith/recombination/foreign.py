"""Splice sites that an allele has from another genome: known there, found again by their very bases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from loxsmith.sequence import find_all

DONOR = (12, 12)
"""Bases in front of an intron and in it by which its donor is found again: 24 occur by chance once in 10^14."""

ACCEPTOR = (24, 6)
"""Bases of an intron and behind it by which its acceptor is found again: polypyrimidine tract, AG, and exon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """Sequence of another genome with the introns that its annotation gives; nothing says where it went."""

    sequence: str
    """Bases in the direction of its gene, upper case."""

    introns: tuple[tuple[int, int], ...]
    """Introns on ``sequence``, 0-based half-open, ascending."""

    def sites_on(self, allele: str) -> tuple[tuple[int, Literal["donor", "acceptor"]], ...]:
        """Return each donor (first base of the intron) and acceptor (first base of the exon) found on an allele.

        A site whose surroundings differ in one base is not found: what the cell does with it is not known.

        >>> exon, intron = "ACGTTGCAGGATCCAG", "GTAAGTCCGATTACAA" + "TTCTCTTTCCTTGCAG"
        >>> one = Foreign(sequence=exon + intron + exon, introns=((16, 48),))
        >>> one.sites_on("CC" + exon + intron + exon)
        ((18, 'donor'), (50, 'acceptor'))
        """
        found: list[tuple[int, Literal["donor", "acceptor"]]] = []
        for start, end in self.introns:
            before, after = DONOR
            found += [(at, "donor") for at in _again(self.sequence, start, before, after, allele)]
            before, after = ACCEPTOR
            found += [(at, "acceptor") for at in _again(self.sequence, end, before, after, allele)]
        return tuple(sorted(found))


def _again(text: str, at: int, before: int, after: int, allele: str) -> list[int]:
    first = max(0, at - before)
    return [place + at - first for place in find_all(allele, text[first : at + after])]
