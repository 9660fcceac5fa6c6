"""The locus: a gene with its surroundings, drawn in the gene's own orientation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from loxsmith.errors import DataError, RequestError
from loxsmith.genome import Contig, Gene, Genome, Transcript
from loxsmith.locus.model import TranscriptModel
from loxsmith.sequence import Molecule, Source, Span, Strand, translate


@dataclass(frozen=True, kw_only=True)
class Neighbour:
    """Another gene whose bases lie on the locus."""

    symbol: str
    start: int
    """First base on the locus molecule, 0-based; clipped to it."""
    end: int
    """One past the last base, clipped to the molecule."""
    strand: Strand
    """1 when it is read in the same direction as the target gene."""
    exons: tuple[tuple[int, int], ...]
    """Exons of all its transcripts on the molecule, ascending."""
    coding: tuple[tuple[int, int], ...]
    """Coding stretches of all its transcripts on the molecule, ascending; empty for a gene that codes for none."""


@dataclass(frozen=True, kw_only=True)
class Locus:
    """A window round one gene. Positions count from 0 on ``molecule``, in the gene's orientation."""

    genome: Genome
    gene: Gene
    contig: Contig
    start: int
    """First base of the window on the contig's top strand, 0-based."""
    end: int
    """One past the last base of the window on the contig."""
    molecule: Molecule
    """The wild type."""
    transcripts: tuple[TranscriptModel, ...]
    """Every transcript of the gene."""
    target: TranscriptModel
    """The transcript that residues are counted on."""

    @property
    def strand(self) -> Strand:
        """Strand of the contig on which the gene is read."""
        return self.gene.strand

    @property
    def source(self) -> Source:
        """The genome window that every wild-type base comes from."""
        return self.molecule.spans[0].source

    @property
    def is_x_linked(self) -> bool:
        """Whether the chromosome is X."""
        return self.contig.chromosome.removeprefix("chr").upper() == "X"

    @property
    def window(self) -> str:
        """The window as people write it: ``chr17:35179381-35222007:-``."""
        return self.describe(0, len(self.molecule))

    @cached_property
    def span(self) -> tuple[int, int]:
        """First and one past the last base of the gene on the molecule."""
        return min(t.exons[0][0] for t in self.transcripts), max(t.exons[-1][1] for t in self.transcripts)

    @cached_property
    def protein(self) -> str:
        """Protein of the target transcript, without the stop."""
        return self.protein_of(self.target)

    def protein_of(self, transcript: TranscriptModel) -> str:
        """Protein of a transcript on the wild type, without the stop."""
        return translate(self.cds_of(transcript)).removesuffix("*")

    def cds_of(self, transcript: TranscriptModel) -> str:
        """Coding sequence of a transcript on the wild type, stop codon included."""
        return "".join(self.molecule.sequence[a:b] for a, b in transcript.cds)

    def to_contig(self, position: int) -> int:
        """Contig position (0-based, top strand) of a base of the molecule."""
        return self.start + position if self.strand == 1 else self.end - 1 - position

    def from_contig(self, position: int) -> int:
        """Molecule position of a base of the contig (both 0-based)."""
        return position - self.start if self.strand == 1 else self.end - 1 - position

    def chromosome_position(self, position: int) -> int:
        """1-based position on the printed chromosome of a base of the molecule."""
        return self.to_contig(position) + self.contig.offset + 1

    def top_strand(self, start: int, end: int) -> tuple[int, int]:
        """Contig interval (0-based, half-open) of a stretch of the molecule."""
        if self.strand == 1:
            return self.start + start, self.start + end
        return self.end - end, self.end - start

    def describe(self, start: int, end: int) -> str:
        """Write a stretch of the molecule as ``chrom:start-end:strand`` (1-based, inclusive)."""
        lower, upper = self.top_strand(start, end)
        return self.genome.describe_position(self.contig.name, lower, upper, self.strand)

    def cropped(self, start: int, end: int) -> Locus:
        """Return the locus of the stretch ``start..end`` alone; positions shift by ``-start``."""
        lower, upper = self.top_strand(start, end)
        return Locus(
            genome=self.genome,
            gene=self.gene,
            contig=self.contig,
            start=lower,
            end=upper,
            molecule=self.molecule.slice(start, end),
            transcripts=tuple(t.shifted(-start) for t in self.transcripts),
            target=self.target.shifted(-start),
        )

    @cached_property
    def neighbours(self) -> tuple[Neighbour, ...]:
        """Other genes on the window, in molecule order."""
        others = (
            self._neighbour(gene)
            for gene in self.genome.genes_in(self.contig.name, self.start, self.end)
            if gene.id != self.gene.id
        )
        return tuple(sorted(others, key=lambda n: (n.start, n.symbol)))

    def _neighbour(self, gene: Gene) -> Neighbour:
        start, end = self._clipped(gene.start, gene.end)
        exons = {self._clipped(a, b) for t in gene.transcripts for a, b in t.exons if self._inside(a, b)}
        coding = {self._clipped(a, b) for t in gene.transcripts for a, b in t.cds if self._inside(a, b)}
        return Neighbour(
            symbol=gene.symbol,
            start=start,
            end=end,
            strand=1 if gene.strand == self.strand else -1,
            exons=tuple(sorted(exons)),
            coding=tuple(sorted(coding)),
        )

    def _inside(self, start: int, end: int) -> bool:
        return start < self.end and end > self.start

    def _clipped(self, start: int, end: int) -> tuple[int, int]:
        lower, upper = max(start, self.start), min(end, self.end)
        a, b = self.from_contig(lower), self.from_contig(upper - 1)
        return min(a, b), max(a, b) + 1


def open_locus(
    genome: Genome, gene: Gene, *, margin: int, transcript: str | None = None, coding: bool = True
) -> Locus:
    """Cut the window of a gene with ``margin`` bp on both sides, clipped to the contig.

    Args:
        genome: where.
        gene: the gene.
        margin: bases on both sides.
        transcript: the one that residues are counted on; the representative one if None.
        coding: whether that transcript must code for protein; a safe harbour's need not.

    Raises:
        DataError: the gene runs over the edge of the sequence at hand.
        RequestError: the gene has no complete coding transcript, or not the one asked for.
    """
    contig = next(c for c in genome.contigs if c.name == gene.contig)
    chosen = gene.transcript(transcript) if transcript else gene.canonical
    start, end = max(0, gene.start - margin), min(contig.length, gene.end + margin)
    whole = genome.window(contig.name, start, end)
    molecule = Molecule([Span(whole, 0, len(whole), gene.strand)], name="wild_type")
    models = tuple(_model(t, start, end) for t in gene.transcripts)
    _must_be_whole(gene, chosen, coding=coding)
    return Locus(
        genome=genome,
        gene=gene,
        contig=contig,
        start=start,
        end=end,
        molecule=molecule,
        transcripts=models,
        target=next(m for m in models if m.id == chosen.id),
    )


def _must_be_whole(gene: Gene, transcript: Transcript, *, coding: bool) -> None:
    if gene.clipped or transcript.incomplete:
        raise DataError(
            f"Gene {gene.symbol} is not whole on this sequence: {gene.clipped or transcript.incomplete}.",
            hint="Give a longer sequence that holds the whole gene, or name another gene.",
            gene=gene.symbol,
            transcript=transcript.id,
        )
    if not transcript.cds and transcript.biotype == "protein_coding":
        raise DataError(
            f"{transcript.id} of {gene.symbol} should code for protein, but the annotation gives no coding sequence.",
            hint="The annotation may be cut short: give the whole file.",
            gene=gene.symbol,
            transcript=transcript.id,
        )
    if coding and not transcript.cds:
        raise RequestError(
            f"{transcript.id} of {gene.symbol} codes for no protein.",
            hint="Name a coding transcript with --transcript, or another gene.",
            gene=gene.symbol,
            transcript=transcript.id,
        )


def _model(transcript: Transcript, start: int, end: int) -> TranscriptModel:
    def placed(intervals: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
        if transcript.strand == 1:
            return tuple((a - start, b - start) for a, b in intervals)
        return tuple((end - b, end - a) for a, b in intervals)

    return TranscriptModel(
        id=transcript.id,
        exons=placed(transcript.exons),
        cds=placed(transcript.cds),
        canonical=transcript.canonical,
        incomplete=transcript.incomplete,
    )
