"""Narrows a genome to one stretch, so that a design looks no further; places stay the chromosome's."""

from __future__ import annotations

import re
from dataclasses import replace

from loxsmith.errors import RequestError
from loxsmith.genome import Gene, Genome, Transcript
from loxsmith.genome.bases import TextBases
from loxsmith.genome.drafts import GeneDraft, TranscriptDraft, finish
from loxsmith.genome.gene_table import ListedGenes

_REGION = re.compile(r"(?P<chrom>[^\s:]+):(?P<start>[0-9,]+)(?:-|\.\.)(?P<end>[0-9,]+)(?::[+-])?")


def narrowed(genome: Genome, region: str) -> Genome:
    """Return ``genome`` with one contig only, cut to ``region``; genes that leave it count as clipped.

    Args:
        genome: the genome to cut from; it stays as it is.
        region: such as ``17:35150001-35250000``, 1-based and inclusive.

    Raises:
        RequestError: the text is no region, or the genome does not hold it.
    """
    name, start, end = placed(genome, region)
    whole = genome.contig(name)
    contig = replace(whole, offset=whole.offset + start, length=end - start)
    sequence = genome.fetch(name, start, end)
    masked = [edge - start for stretch in genome.masked(name, start, end) for edge in stretch]
    return Genome(
        name=genome.name,
        species=genome.species,
        assembly=genome.assembly,
        contigs=[contig],
        bases=TextBases({name: sequence}, {name: masked}),
        genes=ListedGenes(
            finish(_draft(gene, start), sequence) for gene in genome.genes_in(name, start, end)
        ),
        annotated=genome.annotated,
        synthetic=genome.synthetic,
    )


def placed(genome: Genome, region: str) -> tuple[str, int, int]:
    """Return contig, start and end (0-based half-open) of a region as people write it.

    Args:
        genome: the genome that holds it.
        region: such as ``17:35150001-35250000``, 1-based and inclusive, with or without ``chr``.

    Raises:
        RequestError: the text is no region, or the genome does not hold it.
    """
    match = _REGION.fullmatch(region.strip())
    if match is None:
        raise RequestError(
            f"{region!r} is no region.", hint="Write it as in 17:35150001-35250000.", region=region
        )
    first, last = (int(match[key].replace(",", "") or 0) for key in ("start", "end"))
    if first > last:
        raise RequestError(
            f"Region {region} ends before it begins.",
            hint=f"Write {match['chrom']}:{last}-{first}.",
            region=region,
        )
    name, start = genome.locate(match["chrom"], first)
    other, inclusive = genome.locate(match["chrom"], last)
    if name != other:
        raise RequestError(
            f"Region {region} runs over two sequences of {genome.name}, {name} and {other}.",
            hint="Choose a stretch of one of them.",
            region=region,
        )
    return name, start, inclusive + 1


def _draft(gene: Gene, start: int) -> GeneDraft:
    """Turn a gene back into what its annotation said, counted from the new first base."""
    return GeneDraft(
        id=gene.id,
        symbol=gene.symbol,
        contig=gene.contig,
        start=gene.start - start,
        end=gene.end - start,
        strand=gene.strand,
        biotype=gene.biotype,
        description=gene.description,
        synonyms=gene.synonyms,
        missing=gene.clipped,
        transcripts=[_transcript(transcript, start) for transcript in gene.transcripts],
    )


def _transcript(transcript: Transcript, start: int) -> TranscriptDraft:
    return TranscriptDraft(
        id=transcript.id,
        strand=transcript.strand,
        biotype=transcript.biotype,
        canonical=transcript.canonical,
        protein_id=transcript.protein_id,
        missing=transcript.incomplete,
        exons=[(low - start, high - start) for low, high in transcript.exons],
        cds=[(low - start, high - start) for low, high in transcript.cds],
    )
