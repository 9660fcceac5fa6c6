"""Safe harbours in an opened genome: found by their bases, never by a coordinate that somebody remembers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from loxsmith.errors import DataError
from loxsmith.genome import Gene, Genome
from loxsmith.knowledge import Harbour
from loxsmith.locus.locus import Locus
from loxsmith.sequence import Strand, find_all, reverse_complement

CHUNK: Final = 4_000_000
"""Bases of a contig that are searched at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HarbourSite:
    """Where a transgene goes at a harbour."""

    at: int
    """In front of this base of the locus, 0-based: where the published guide cuts."""

    how: str
    """By what it was found, as the end of a sentence."""


def harbour_gene(genome: Genome, harbour: Harbour) -> Gene:
    """Return the gene that a harbour lies in: by its name, else by where its bases are.

    Args:
        genome: the opened genome.
        harbour: which harbour.

    Raises:
        DataError: no bases of the harbour are at hand, they are not in the genome, or no gene is annotated there.
        RequestError: several genes have the harbour's name.
    """
    if not harbour.at_hand:
        raise DataError(
            f"The harbour {harbour.name} is {harbour.located}, and arms are never invented.",
            hint=harbour.obtain,
            harbour=harbour.name,
        )
    if not genome.annotated:
        raise DataError(
            f"Genome {genome.name} has no annotation, so the gene that {harbour.name} lies in is not known.",
            hint="Give one with --annotation genes.gff3.",
            harbour=harbour.name,
        )
    names = (harbour.gene, harbour.name, *harbour.aliases)
    named = next((name for name in names if name and genome.has_gene(name)), None)
    return genome.gene(named) if named else _by_sequence(genome, harbour)


def harbour_site(locus: Locus, harbour: Harbour) -> HarbourSite:
    """Return where on the locus of a harbour's gene the transgene goes.

    Raises:
        DataError: neither the window nor the guide with its PAM stands there once, in the gene's direction.
    """
    core, offset = _core(harbour)
    text = locus.molecule.sequence
    whole, bare = list(find_all(text, harbour.window)), list(find_all(text, core))
    starts = [at + offset for at in whole] or bare
    if len(starts) != 1 or harbour.cut is None:
        found = f"stand there {len(starts)} times" if starts else "are not there in the gene's direction"
        raise DataError(
            f"The {len(harbour.window)} bp round the insertion point of {harbour.name} and its published guide "
            f"{found}: looked for in {locus.gene.symbol}, {locus.window}.",
            hint=harbour.obtain,
            harbour=harbour.name,
        )
    by = f"the {len(harbour.window)} bp round it" if whole else f"the published guide {harbour.protospacer}"
    return HarbourSite(at=starts[0] + harbour.cut - offset, how=f"by {by}")


def _core(harbour: Harbour) -> tuple[str, int]:
    """The guide with its PAM, and how far into the window it begins."""
    core = harbour.protospacer + harbour.pam
    return core, harbour.window.index(core)


def _by_sequence(genome: Genome, harbour: Harbour) -> Gene:
    core, offset = _core(harbour)
    hits = list(_hits(genome, core))
    if len(hits) > 1:
        hits = [hit for hit in hits if _is_whole(genome, harbour, offset, *hit)]
    if len(hits) != 1:
        many = f"{len(hits)} places of" if hits else "not in"
        raise DataError(
            f"The locus of {harbour.name} is {many} genome {genome.name}, and its arms are never invented.",
            hint=harbour.obtain,
            harbour=harbour.name,
        )
    contig, start, strand = hits[0]
    genes = [
        g for g in genome.genes_in(contig, start, start + len(core)) if g.strand == strand and g.transcripts
    ]
    if not genes:
        place = genome.describe_position(contig, start, start + len(core), strand)
        raise DataError(
            f"The insertion point of {harbour.name} is at {place}, where the annotation has no gene in its direction.",
            hint=f"Annotate {harbour.gene} there, and give the file with --annotation.",
            harbour=harbour.name,
        )
    return min(genes, key=lambda g: (g.end - g.start, g.id))


def _hits(genome: Genome, core: str) -> Iterator[tuple[str, int, Strand]]:
    """Yield every place of a few bases in the genome: contig, first base on its top strand, strand."""
    back = reverse_complement(core)
    for contig in genome.contigs:
        for start in range(0, contig.length, CHUNK):
            end = min(contig.length, start + CHUNK + len(core) - 1)
            bases = genome.fetch(contig.name, start, end).upper()
            for at in find_all(bases, core):
                yield contig.name, start + at, 1
            for at in find_all(bases, back):
                yield contig.name, start + at, -1


def _is_whole(genome: Genome, harbour: Harbour, offset: int, contig: str, start: int, strand: Strand) -> bool:
    """Whether the whole window stands round one place of the guide."""
    size = len(harbour.window)
    left = offset if strand == 1 else size - offset - len(harbour.protospacer) - len(harbour.pam)
    length = next(c.length for c in genome.contigs if c.name == contig)
    if start < left or start - left + size > length:
        return False
    bases = genome.fetch(contig, start - left, start - left + size).upper()
    return (bases if strand == 1 else reverse_complement(bases)) == harbour.window
