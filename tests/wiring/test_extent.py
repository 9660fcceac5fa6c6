"""Which genomes are parts, and what is said of them."""

from __future__ import annotations

import pytest

from loxsmith.genome import Contig, Genome
from loxsmith.genome.bases import TextBases
from loxsmith.genome.gene_table import ListedGenes
from loxsmith.wiring.extent import extent, is_slice


def genome(species: str, lengths: list[int], *, offset: int = 0) -> Genome:
    """A genome of empty promise: only names and lengths are looked at."""
    names = [f"c{n}" for n, _ in enumerate(lengths)]
    return Genome(
        name="made",
        species=species,
        assembly="Made1",
        contigs=[
            Contig(name=n, chrom=n, offset=offset, length=size, placed=True, chromosome=n)
            for n, size in zip(names, lengths, strict=True)
        ],
        bases=TextBases(dict.fromkeys(names, "")),
        genes=ListedGenes(()),
        annotated=False,
    )


@pytest.mark.parametrize(
    ("species", "lengths", "offset", "part"),
    [
        ("", [12_000_000], 0, False),
        ("", [9_000_000], 0, True),
        ("", [9_000_000, 9_000_000], 0, False),
        ("", [12_000_000], 5, True),
        ("mouse", [95_000_000], 0, True),
        ("mouse", [195_000_000] * 14, 0, False),
        ("human", [248_000_000], 0, True),
    ],
)
def test_parts_are_told_from_wholes(species: str, lengths: list[int], offset: int, part: bool) -> None:
    """By length, which for mouse and human must be a mammal's, and by a place on a longer chromosome."""
    made = genome(species, lengths, offset=offset)
    assert is_slice(made) is part
    assert ("elsewhere in the genome is not known" in extent(made)) is part


def test_the_teaching_genome_is_whole() -> None:
    """It is as small as it is."""
    assert not is_slice(Genome.open("demo"))
