"""A transcript as it lies on the locus drawn in the gene's own orientation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

Interval = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class TranscriptModel:
    """Exons and coding sequence on the wild-type molecule: 0-based, half-open, ascending, top strand."""

    id: str
    """Accession, such as ``ENSMUST00000025263``."""

    exons: tuple[Interval, ...]
    """Exons in the order of transcription, which is the order of the molecule."""

    cds: tuple[Interval, ...]
    """Coding stretches, the stop codon included; empty for a non-coding transcript."""

    canonical: bool
    """True for the gene's representative transcript."""

    incomplete: str
    """Why the coding sequence is not whole; empty when it is."""

    @property
    def coding(self) -> bool:
        """Whether it has a complete coding sequence."""
        return bool(self.cds) and not self.incomplete

    @property
    def start_codon(self) -> int:
        """Molecule position of the A of the start codon."""
        return self.cds[0][0]

    @property
    def stop_codon(self) -> tuple[int, int, int]:
        """Molecule positions of the three bases of the stop codon."""
        a, b, c = self.cds_positions[-3:]
        return a, b, c

    @cached_property
    def cds_positions(self) -> tuple[int, ...]:
        """Molecule position of every coding base, in order."""
        return tuple(p for start, end in self.cds for p in range(start, end))

    @cached_property
    def introns(self) -> tuple[Interval, ...]:
        """Introns in order; intron ``n`` lies behind exon ``n`` (both counted from 1)."""
        return tuple((a[1], b[0]) for a, b in zip(self.exons, self.exons[1:], strict=False))

    @property
    def residues(self) -> int:
        """Length of the protein."""
        return len(self.cds_positions) // 3 - 1

    def codon(self, residue: int) -> tuple[int, int, int]:
        """Molecule positions of the three bases that code for ``residue`` (1-based)."""
        a, b, c = self.cds_positions[3 * residue - 3 : 3 * residue]
        return a, b, c

    def residue_at(self, position: int) -> int | None:
        """The residue (1-based) whose codon holds molecule ``position``; None outside the coding sequence."""
        for offset, (start, end) in zip(self._offsets, self.cds, strict=True):
            if start <= position < end:
                return (offset + position - start) // 3 + 1
        return None

    def exon_at(self, position: int) -> int | None:
        """Number of the exon (1-based) that holds ``position``; None in an intron or outside."""
        for number, (start, end) in enumerate(self.exons, 1):
            if start <= position < end:
                return number
        return None

    @cached_property
    def _offsets(self) -> tuple[int, ...]:
        offsets, total = [], 0
        for start, end in self.cds:
            offsets.append(total)
            total += end - start
        return tuple(offsets)

    def shifted(self, by: int) -> TranscriptModel:
        """Return the same transcript on a molecule whose first base lies ``-by`` further left."""
        return TranscriptModel(
            id=self.id,
            exons=tuple((a + by, b + by) for a, b in self.exons),
            cds=tuple((a + by, b + by) for a, b in self.cds),
            canonical=self.canonical,
            incomplete=self.incomplete,
        )
