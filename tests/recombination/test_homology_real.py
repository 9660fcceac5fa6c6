"""Homologous recombination on real loci: a consortium's vector, and dispersed repeats."""

from __future__ import annotations

from pathlib import Path

import pytest

from loxsmith.recombination.homology import Targeting, target
from loxsmith.sequence import Molecule, reverse_complement

LOXP = "ATAACTTCGTATAGCATACATTATACGAAGTTAT"
CASSETTE, DISTAL = (15050, 22172), (24266, 24346)
"""Inserts of allele 138, 0-based: between the ends of homology U5 and U3, and D5 and D3, of its annotation."""


def letters(path: Path) -> str:
    """Return the sequence of a GenBank or FASTA file, and nothing else of it."""
    text = path.read_text(encoding="latin-1")
    body = text.split("ORIGIN", 1)[1].split("//")[0] if "ORIGIN" in text else text.split("\n", 1)[1]
    return "".join(c for c in body.upper() if c.isalpha())


@pytest.fixture(scope="module")
def allele(shared: Path) -> str:
    """The consortium's targeted allele 138."""
    return letters(shared / "alleles" / "ikmc_138_allele.gbk")


@pytest.fixture(scope="module")
def wild_type(allele: str) -> str:
    """The allele less its inserts."""
    return allele[: CASSETTE[0]] + allele[CASSETTE[1] : DISTAL[0]] + allele[DISTAL[1] :]


@pytest.fixture(scope="module")
def vector(shared: Path) -> str:
    """The circular targeting vector 138."""
    return letters(shared / "alleles" / "ikmc_138_vector.gbk")


@pytest.mark.parametrize("origin", [0, 9000, 15000, 25000])
@pytest.mark.parametrize("flip", [False, True])
def test_the_consortiums_vector_makes_the_consortiums_allele(
    allele: str, wild_type: str, vector: str, origin: int, flip: bool
) -> None:
    """Vector 138 in the wild-type locus gives allele 138 base for base, wherever the circle is opened."""
    turned = vector[origin:] + vector[:origin]
    found = target(
        Molecule.of(wild_type),
        Molecule.of(reverse_complement(turned) if flip else turned, circular=True),
    )
    assert found.targeted.sequence == allele
    five, three = found.arms["5p"], found.arms["3p"]
    assert (five.locus_start + 1, three.locus_end + len(allele) - len(wild_type)) == (8693, 28675)
    assert five.identity == three.identity == 1.0
    assert found.warnings == ()
    _loses_the_third_loxp(found, allele)


def _loses_the_third_loxp(found: Targeting, allele: str) -> None:
    lost = {o.id: o.molecule.sequence for o in found.outcomes}["distal_site_lost"]
    assert lost == allele[: DISTAL[0]] + allele[DISTAL[1] :]
    assert (allele.count(LOXP), lost.count(LOXP)) == (3, 2)


def test_dispersed_repeats_do_not_pass_for_arms(shared: Path) -> None:
    """In a real locus full of B1 elements the arms are where they were taken from, at either strand."""
    locus = letters(shared / "loci" / "mouse_GRCm38_chr17_35150000_35300000.fa")
    for start in range(5_000, 130_000, 25_000):
        insert = reverse_complement(locus[start + 9000 : start + 11000])[::2]
        donor = locus[start : start + 3000] + insert + locus[start + 3300 : start + 5000]
        found = target(Molecule.of(locus), Molecule.of(reverse_complement(donor)))
        assert found.targeted.sequence == locus[: start + 3000] + insert + locus[start + 3300 :]
        assert (found.arms["5p"].locus_start, found.arms["3p"].locus_end) == (start, start + 5000)
