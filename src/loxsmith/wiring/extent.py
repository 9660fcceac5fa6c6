"""How much sequence was searched, in words: no specificity means more than that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from loxsmith.genome import Genome

SMALLEST_GENOME: Final = 10_000_000
"""Bases below which a genome is taken for a slice (judgement: baker's yeast, 12 Mb, is the smallest one at hand)."""

SMALLEST_MAMMAL: Final = 2_000_000_000
"""The same for mouse and human (judgement: their assemblies have 2.7 Gb and more, their longest chromosome 0.25)."""

_MAMMALS: Final = ("mouse", "human")


def searched_bases(genome: Genome) -> int:
    """Return how many bases a search of ``genome`` covers."""
    return sum(contig.length for contig in genome.contigs)


def is_slice(genome: Genome) -> bool:
    """Say whether a genome, file or added, is no more than a part; the teaching genomes are whole as they are."""
    if genome.synthetic:
        return False
    least = SMALLEST_MAMMAL if genome.species in _MAMMALS else SMALLEST_GENOME
    return searched_bases(genome) < least or any(contig.offset for contig in genome.contigs)


def extent(genome: Genome) -> str:
    """Return a sentence on what was searched.

    >>> from loxsmith.genome import Genome
    >>> extent(Genome.open("demo"))
    'Searched 400,000 bp of demo (3 sequences), a made-up teaching genome.'
    """
    bases, many = searched_bases(genome), len(genome.contigs)
    counted = f"{many:,} sequence{'' if many == 1 else 's'}"
    if is_slice(genome):
        return (
            f"Searched only {_short(bases)}, {genome.name} ({counted}): what a guide cuts elsewhere in the genome "
            "is not known."
        )
    made_up = ", a made-up teaching genome" if genome.synthetic else ""
    return f"Searched {bases:,} bp of {genome.name} ({counted}){made_up}."


def _short(bases: int) -> str:
    """Write a length as people say it.

    >>> _short(150_000), _short(812), _short(1_810_000)
    ('150 kb', '812 bp', '1.81 Mb')
    """
    if bases < 1000:
        return f"{bases} bp"
    return f"{bases / 1000:.3g} kb" if bases < 999_500 else f"{bases / 1e6:,.3g} Mb"
