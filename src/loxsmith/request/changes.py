"""The changes a request can name, as values. All positions are 1-based, as HGVS counts them.

``start``/``position`` and ``end`` are both inclusive; an insertion carries its two flanking positions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ChangeKind = Literal["substitution", "deletion", "insertion", "delins", "duplication"]
Region = Literal["cds", "5utr", "3utr"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProteinChange:
    """A change of residues: ``p.A223R``, ``p.A223_Q225del``, ``p.A223_S224insGG``."""

    ref: str
    """One-letter residue stated at ``position``."""

    position: int
    """First residue concerned, 1-based, the initiator Met being 1."""

    end: int
    """Last residue concerned, 1-based inclusive; equals ``position`` for one residue."""

    end_ref: str
    """One-letter residue stated at ``end``."""

    alt: str
    """New residues in one-letter code, ``*`` for a stop; empty for a deletion or duplication."""

    kind: ChangeKind
    """What happens to the residues."""

    numbering: Literal["mouse", "human"] = "mouse"
    """Whose protein the positions count: the target's own, or the human orthologue's."""

    @property
    def text(self) -> str:
        """The change in one-letter HGVS, with the ``human:`` prefix where it applies."""
        prefix = "human:" if self.numbering == "human" else ""
        span = f"{self.ref}{self.position}"
        if self.kind == "substitution":
            return f"{prefix}p.{span}{self.alt}"
        if self.end != self.position:
            span += f"_{self.end_ref}{self.end}"
        return f"{prefix}p.{span}{_verb(self.kind)}{self.alt}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingPosition:
    """A place on a transcript as HGVS writes it: ``667``, ``186+5``, ``-5``, ``*10``."""

    base: int
    """1-based base of the coding sequence, or counted away from the start (5utr) or stop (3utr) codon."""

    offset: int = 0
    """Bases into the intron: positive after the exon that ends at ``base``, negative before the next one."""

    region: Region = "cds"
    """Which stretch ``base`` counts."""

    @property
    def text(self) -> str:
        """The place in HGVS."""
        prefix = {"cds": "", "5utr": "-", "3utr": "*"}[self.region]
        return f"{prefix}{self.base}{f'{self.offset:+d}' if self.offset else ''}"

    @property
    def order(self) -> tuple[int, int, int]:
        """A key that sorts places along the transcript."""
        rank = {"5utr": 0, "cds": 1, "3utr": 2}[self.region]
        return rank, -self.base if self.region == "5utr" else self.base, self.offset


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingChange:
    """A change of bases on the transcript: ``c.667G>C``, ``c.186+5G>A``, ``c.667_669delinsCGT``."""

    start: CodingPosition
    """First base concerned (an insertion: the base before it)."""

    end: CodingPosition
    """Last base concerned, inclusive (an insertion: the base after it)."""

    ref: str
    """Bases stated as present, on the transcript's strand; empty when the notation states none."""

    alt: str
    """New bases on the transcript's strand; empty for a deletion or duplication."""

    kind: ChangeKind
    """What happens to the bases."""

    @property
    def text(self) -> str:
        """The change in HGVS."""
        return "c." + _bases(self.start.text, self.end.text, self.ref, self.alt, self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class GenomicChange:
    """A change of bases on the chromosome's top strand: ``17:g.35200185G>C``."""

    chrom: str
    """Chromosome or contig as typed, with or without ``chr``."""

    start: int
    """First base concerned, 1-based on the top strand (an insertion: the base before it)."""

    end: int
    """Last base concerned, 1-based inclusive (an insertion: the base after it)."""

    ref: str
    """Bases stated as present on the top strand; empty when the notation states none."""

    alt: str
    """New bases on the top strand; empty for a deletion or duplication."""

    kind: ChangeKind
    """What happens to the bases."""

    @property
    def text(self) -> str:
        """The change in HGVS, on the chromosome as typed."""
        return f"{self.chrom}:g." + _bases(str(self.start), str(self.end), self.ref, self.alt, self.kind)


Change = ProteinChange | CodingChange | GenomicChange


def _verb(kind: ChangeKind) -> str:
    return {"deletion": "del", "insertion": "ins", "delins": "delins", "duplication": "dup"}.get(kind, "")


def _bases(start: str, end: str, ref: str, alt: str, kind: ChangeKind) -> str:
    """Write the part of a DNA change that follows ``c.`` or ``g.``."""
    if kind == "substitution":
        return f"{start}{ref}>{alt}"
    span = start if start == end else f"{start}_{end}"
    if kind == "delins":
        return f"{span}del{ref}ins{alt}"
    return f"{span}{_verb(kind)}{ref}{alt}"
