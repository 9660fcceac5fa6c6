"""Codon usage of the species a locus belongs to: from the published table, else counted from its own genome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final
from weakref import WeakKeyDictionary

from loxsmith.genome import Gene, Genome
from loxsmith.knowledge import codon_usage, synonymous
from loxsmith.locus.locus import Locus
from loxsmith.sequence import GENETIC_CODE, STOP_CODONS, is_plain, reverse_complement

MOST: Final = 2000
"""Genes counted at most, spread evenly over the genome: more change no share by a hundredth (judgement)."""

LEAST_GENES: Final = 100
"""Coding sequences below which a count says more of these genes than of the species (judgement)."""

LEAST_CODONS: Final = 20_000
"""Codons below which it does (judgement)."""

_TABLES: Final = ("mouse", "human")


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """How often a species uses each codon."""

    shares: Mapping[str, float]
    """Share of each codon among the codons of its residue (0-1), 64 entries in DNA letters."""

    statement: str = ""
    """Where the numbers come from, as a sentence; empty for the table of the genome's own species."""


def usage_of(locus: Locus) -> Usage:
    """Return the codon usage that designs at ``locus`` go by."""
    genome = locus.genome
    if genome.species in _TABLES:
        return _published(genome.species)
    found = _counted.get(genome)
    if found is None:
        found = _counted[genome] = _of_genome(genome)
    return found


_counted: WeakKeyDictionary[Genome, Usage] = WeakKeyDictionary()


@cache
def _published(species: str) -> Usage:
    return Usage(shares=codon_usage(species))


def _of_genome(genome: Genome) -> Usage:
    counts, genes = count_codons(genome)
    codons = sum(counts.values())
    if genes < LEAST_GENES or codons < LEAST_CODONS:
        what = f"{genes} coding sequences ({codons:,} codons)" if genes else "no complete coding sequence"
        return Usage(
            shares=codon_usage("mouse"),
            statement=f"Codon usage is that of the mouse: {genome.name} has {what}, too few to count its own.",
        )
    return Usage(
        shares=MappingProxyType(_shares(counts)),
        statement=f"Codon usage counted from {genes:,} coding sequences of {genome.name} ({codons:,} codons).",
    )


def count_codons(genome: Genome) -> tuple[dict[str, int], int]:
    """Count the codons of up to ``MOST`` genes, one transcript of each, and say how many genes were counted."""
    counts = dict.fromkeys(GENETIC_CODE, 0)
    genes = 0
    whole = [gene for gene in genome.genes if _is_whole(gene)]
    step = max(1, -(-len(whole) // MOST))
    for gene in whole[::step]:
        text = _coding_sequence(genome, gene)
        if len(text) % 3 or text[-3:] not in STOP_CODONS or not is_plain(text):
            continue
        genes += 1
        for i in range(0, len(text), 3):
            counts[text[i : i + 3]] += 1
    return counts, genes


def _is_whole(gene: Gene) -> bool:
    if gene.clipped or not gene.transcripts:
        return False
    chosen = gene.canonical
    return bool(chosen.cds) and not chosen.incomplete


def _coding_sequence(genome: Genome, gene: Gene) -> str:
    pieces: Sequence[tuple[int, int]] = sorted(gene.canonical.cds)
    text = "".join(genome.fetch(gene.contig, start, end) for start, end in pieces)
    return text if gene.strand == 1 else reverse_complement(text)


def _shares(counts: Mapping[str, int]) -> dict[str, float]:
    """Divide each count by those of its residue; a residue that was never seen has equal shares."""
    found = {}
    for codon, count in counts.items():
        family = (codon, *synonymous(codon))
        total = sum(counts[other] for other in family)
        found[codon] = count / total if total else 1 / len(family)
    return found
