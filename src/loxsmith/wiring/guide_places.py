"""The place that a user names for guides: a gene, a region of a genome, or a whole file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from loxsmith.errors import DataError, RequestError
from loxsmith.wiring.extent import searched_bases

if TYPE_CHECKING:
    from loxsmith.genome import Gene, Genome
    from loxsmith.workbench.guide_table import CutRange

MOST_BASES: Final = 250_000
"""Bases whose guides are listed at a time (judgement: some 30,000 guides, more than any gene's exons hold)."""

_ENDINGS: Final = (
    ".fa", ".fasta", ".fna", ".fas", ".seq", ".2bit", ".gb", ".gbk", ".gbff", ".genbank", ".embl", ".dna",
    ".gz", ".bgz",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where guides are looked for."""

    genome: Genome
    """What the guides lie on."""

    ranges: tuple[CutRange, ...]
    """Where they may cut."""

    words: str
    """The place as a phrase, such as ``within chr1:1-500``."""

    genes: tuple[Gene, ...] = ()
    """The gene that was named, or those that share a base with the ranges."""

    notes: tuple[str, ...] = ()
    """What must be said about the place."""


def names_a_file(where: str) -> bool:
    """Say whether a text means a file: it is one, or is spelled like a path of one."""
    if Path(where).is_file():
        return True
    return ("/" in where or "\\" in where or where.lower().endswith(_ENDINGS)) and " " not in where


def place_in(where: str, genome: Genome) -> Place:
    """Return the place that a gene or a region of a genome means.

    Raises:
        RequestError: the genome has no such gene or region, or the region is too long.
    """
    if ":" in where and not genome.has_gene(where):
        from loxsmith.wiring.region import placed

        contig, start, end = placed(genome, where)
        return _region(genome, contig, start, end)
    return _gene(genome, where)


def place_in_file(path: Path, annotation: Path | None = None, region: str | None = None) -> Place:
    """Return the place that a whole file is; a circular molecule is read as a linear one, and that is said.

    Raises:
        DataError: the file is absent, damaged or no sequence.
        RequestError: it is too long.
    """
    from loxsmith.wiring.verbs import open_genome
    from loxsmith.workbench.guide_table import CutRange

    notes: tuple[str, ...] = ()
    try:
        genome = open_genome(path, annotation, region=region)
    except DataError as fault:
        genome, notes = _molecule(path, fault)
    _must_be_short(searched_bases(genome), path.name, "Cut out the part you mean, or name it with --region.")
    ranges = tuple(CutRange(contig=c.name, start=0, end=c.length) for c in genome.contigs)
    return Place(genome=genome, ranges=ranges, words=f"in {path.name}", genes=genome.genes, notes=notes)


# -- inside ------------------------------------------------------------------------------------------------


def _gene(genome: Genome, where: str) -> Place:
    from loxsmith.knowledge import limit
    from loxsmith.workbench.guide_table import cut_ranges

    try:
        gene = genome.gene(where)
    except RequestError as refusal:
        raise _or_a_contig(genome, where, refusal) from None
    ranges = cut_ranges(gene, genome.contig(gene.contig).length)
    _must_be_short(sum(r.end - r.start for r in ranges), f"Gene {gene.symbol}", "Name a region of it.")
    place = genome.describe_position(gene.contig, gene.start, gene.end, gene.strand)
    reach = limit("R26.oligo.warn").whole
    what = "an exon of" if gene.transcripts else "the extent of"
    notes = (
        () if gene.transcripts else (f"The annotation gives {gene.symbol} no exons: all of it is looked at.",)
    )
    others = (other for r in ranges for other in genome.genes_in(gene.contig, r.start, r.end))
    genes = tuple({other.id: other for other in (gene, *others)}.values())
    return Place(
        genome=genome,
        ranges=ranges,
        words=f"in {what} {gene.symbol} ({place}) or within {reach} bp of {'one' if gene.transcripts else 'it'} (R26)",
        genes=genes,
        notes=notes,
    )


def _or_a_contig(genome: Genome, where: str, refusal: RequestError) -> RequestError:
    """Say so when a whole sequence was named where a gene or a region should be."""
    for contig in genome.contigs:
        if where in (contig.name, contig.chrom):
            first, last = contig.offset + 1, contig.offset + min(contig.length, MOST_BASES)
            return RequestError(
                f"{where} is a sequence of genome {genome.name}, not a gene.",
                hint=f"Name a region of it, such as {contig.chrom}:{first}-{last}.",
                contig=where,
            )
    return refusal


def _region(genome: Genome, contig: str, start: int, end: int) -> Place:
    from loxsmith.workbench.guide_table import CutRange

    held = genome.contig(contig)
    shown = f"{held.chrom}:{held.offset + start + 1}-{held.offset + end}"
    near = f"{held.chrom}:{held.offset + start + 1}-{held.offset + start + MOST_BASES}"
    _must_be_short(end - start, shown, f"Take it in parts, such as {near}, or name a gene.")
    return Place(
        genome=genome,
        ranges=(CutRange(contig=contig, start=start, end=end),),
        words=f"in {shown}",
        genes=genome.genes_in(contig, start, end),
    )


def _must_be_short(bases: int, what: str, hint: str) -> None:
    if bases > MOST_BASES:
        raise RequestError(
            f"{what} has {bases:,} bases, and the guides of at most {MOST_BASES:,} are listed at a time.",
            hint=hint,
            bases=bases,
            most=MOST_BASES,
        )


def _molecule(path: Path, fault: DataError) -> tuple[Genome, tuple[str, ...]]:
    """Open a file that is no genome but holds one molecule, such as a plasmid or a SnapGene file.

    Raises:
        DataError: it is none; what was wrong with it as a genome is said.
    """
    from loxsmith.genome import Contig, Genome, read_molecule
    from loxsmith.genome.bases import TextBases
    from loxsmith.genome.gene_table import ListedGenes

    try:
        molecule = read_molecule(path)
    except DataError:
        raise fault from None
    name, length = molecule.name, len(molecule)
    contig = Contig(name=name, chrom=name, offset=0, length=length, placed=False, chromosome=name)
    genome = Genome(
        name=name,
        species="",
        assembly=name,
        contigs=[contig],
        bases=TextBases({name: molecule.sequence}),
        genes=ListedGenes(()),
        annotated=False,
    )
    circular = f"{name} is circular: guides and off-targets across its first base are not listed."
    return genome, (circular,) if molecule.circular else ()
