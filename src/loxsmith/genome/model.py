"""Genes, transcripts and contigs as an annotation states them.

All coordinates are 0-based, half-open, on the contig's top strand; ``strand`` says which way a gene is read.
"""

from __future__ import annotations

from dataclasses import dataclass

from loxsmith.errors import RequestError
from loxsmith.sequence import Strand

Interval = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contig:
    """One sequence of a genome, and where it lies on its chromosome."""

    name: str
    """Name in the file: the first word of the FASTA header."""

    chrom: str
    """Name to print: the chromosome when the source states the offset too, else the contig's own name."""

    offset: int
    """What to add to a 0-based contig position to get the printed chromosome's 0-based position."""

    length: int
    """Length in bp."""

    placed: bool
    """True when the source states where on the chromosome the contig lies."""

    chromosome: str
    """Chromosome the contig belongs to, even when its place there is unknown; else the contig's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """One transcript of a gene."""

    id: str
    """Accession, such as ``ENSMUST00000025263``."""

    gene_id: str
    """Accession of its gene."""

    exons: tuple[Interval, ...]
    """Exons in the order of transcription."""

    cds: tuple[Interval, ...]
    """Coding stretches in the order of transcription, the stop codon included; empty when non-coding."""

    strand: Strand
    """Strand of the contig it is read from."""

    biotype: str
    """Such as ``protein_coding``, as the source spells it."""

    canonical: bool
    """True when the source names it as the gene's representative transcript."""

    protein_id: str
    """Accession of the protein; empty when there is none."""

    incomplete: str
    """Why the coding sequence cannot be trusted to be whole, such as ``5' end missing``; else empty."""

    @property
    def start(self) -> int:
        """First base on the contig, 0-based."""
        return min(start for start, _ in self.exons)

    @property
    def end(self) -> int:
        """One past the last base on the contig."""
        return max(end for _, end in self.exons)

    @property
    def cds_length(self) -> int:
        """Coding bases, the stop codon included."""
        return sum(end - start for start, end in self.cds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gene:
    """A gene with its transcripts."""

    id: str
    """Accession, such as ``ENSMUSG00000024401``."""

    symbol: str
    """Symbol as the genome spells it; the accession where the source gives none."""

    contig: str
    """Name of the contig that carries it."""

    start: int
    """First base on the contig, 0-based."""

    end: int
    """One past the last base on the contig."""

    strand: Strand
    """Strand of the contig it is read from."""

    biotype: str
    """Such as ``protein_coding``, as the source spells it; empty when unstated."""

    description: str
    """Full name, such as ``tumor necrosis factor``; empty when unstated."""

    transcripts: tuple[Transcript, ...]
    """Transcripts in file order; empty when the source gives none."""

    clipped: str
    """Why part of the gene is not on this sequence; empty when it is all there."""

    synonyms: tuple[str, ...] = ()
    """Other symbols by which the source knows it."""

    @property
    def canonical(self) -> Transcript:
        """The flagged transcript, else the one with the longest complete coding sequence.

        Raises:
            RequestError: the annotation gives the gene no transcript.
        """
        if not self.transcripts:
            raise RequestError(
                f"Gene {self.symbol} has no transcript in this annotation.",
                hint="Use an annotation that carries its exons, or name another gene.",
                gene=self.symbol,
            )
        return max(self.transcripts, key=_rank)

    def transcript(self, name: str) -> Transcript:
        """Return the transcript called ``name``, with or without its version.

        Raises:
            RequestError: the gene has no such transcript; the hint lists those it has.
        """
        wanted = unversioned(name).casefold()
        for transcript in self.transcripts:
            if unversioned(transcript.id).casefold() == wanted:
                return transcript
        known = ", ".join(transcript.id for transcript in self.transcripts) or "none"
        raise RequestError(
            f"Gene {self.symbol} has no transcript {name!r}.",
            hint=f"Its transcripts here: {known}.",
            gene=self.symbol,
            transcript=name,
        )


def _rank(transcript: Transcript) -> tuple[bool, bool, int, int]:
    spliced = sum(end - start for start, end in transcript.exons)
    return transcript.canonical, not transcript.incomplete, transcript.cds_length, spliced


def unversioned(accession: str) -> str:
    """Drop the version of an Ensembl or RefSeq accession, and of nothing else.

    >>> unversioned("ENSMUST00000025263.9"), unversioned("Y74C9A.3")
    ('ENSMUST00000025263', 'Y74C9A.3')
    """
    stem, dot, version = accession.rpartition(".")
    versioned = dot and version.isdigit() and stem[-5:].isdigit()
    return stem if versioned else accession
