"""Splice sites of another genome on an allele: found by their bases, read in order, given up when one is lost."""

from __future__ import annotations

import random
from itertools import product

import pytest

from loxsmith.locus import TranscriptModel
from loxsmith.recombination import Foreign, Reading, read_allele
from loxsmith.sequence import reverse_complement, translate
from oracle.readout import toy_gene

GENE = toy_gene(11)
MODEL = TranscriptModel(id="T1", exons=GENE.exons, cds=GENE.cds, canonical=True, incomplete="")


def _other() -> tuple[str, str, tuple[tuple[int, int], ...]]:
    """Another gene from start to stop codon: its bases, its coding sequence and its introns."""
    dice = random.Random(5)
    codons = sorted(set(map("".join, product("ACGT", repeat=3))) - {"TAA", "TAG", "TGA", "ATG"})
    coding = "ATG" + "".join(dice.choices(codons, k=150)) + "TAA"
    text, introns, at = "", [], 0
    for cut in (100, 215, 340):
        text += coding[at:cut]
        intron = f"GTGAGC{''.join(dice.choices('ACGT', k=180 + cut))}CTCTTTCCTTTTCTCCCAG"
        introns.append((len(text), len(text) + len(intron)))
        text, at = text + intron, cut
    return text + coding[at:], coding, tuple(introns)


TEXT, CODING, INTRONS = _other()
FOREIGN = Foreign(sequence=TEXT, introns=INTRONS)
PROTEIN = translate(CODING).removesuffix("*")


def _read(text: str, foreign: tuple[Foreign, ...] = (FOREIGN,)) -> Reading:
    """Read the toy gene with ``text`` from its start to its stop codon."""
    allele = GENE.wild[: GENE.cds[0][0]] + text + GENE.wild[GENE.cds[-1][1] :]
    [reading] = read_allele(GENE.wild, [MODEL], allele, foreign)
    return reading


def test_a_whole_foreign_gene_is_spliced_by_its_own_sites() -> None:
    """The product is the other gene's protein, and the number of its exons is said."""
    reading = _read(TEXT)
    assert reading.protein == PROTEIN
    assert reading.closed
    assert f"{len(INTRONS)} exon(s) of another genome are read" in reading.note


def test_without_what_is_known_of_it_the_introns_stay() -> None:
    """Nothing but the annotation says where a foreign intron begins: without it another protein is read."""
    assert _read(TEXT, ()).protein != PROTEIN


@pytest.mark.parametrize("intron", range(len(INTRONS)))
@pytest.mark.parametrize("end", [0, 1], ids=["donor", "acceptor"])
def test_a_lost_site_is_not_predicted_away(intron: int, end: int) -> None:
    """One base of a GT or AG exchanged: the protein is not said to be whole."""
    at = INTRONS[intron][0] if end == 0 else INTRONS[intron][1] - 1
    spoilt = TEXT[:at] + ("C" if TEXT[at] != "C" else "A") + TEXT[at + 1 :]
    assert _read(spoilt).protein != PROTEIN


def test_a_site_far_into_the_intron_does_not_matter() -> None:
    """A marker within an intron leaves its two ends to be found."""
    start, end = INTRONS[0]
    middle = (start + end) // 2
    reading = _read(TEXT[:middle] + "TTATTGCATACC" * 20 + TEXT[middle:])
    assert reading.protein == PROTEIN


def test_a_gene_turned_round_is_not_read() -> None:
    """Antisense sites are no sites."""
    assert FOREIGN.sites_on(reverse_complement(TEXT)) == ()
    assert _read(reverse_complement(TEXT)).protein != PROTEIN


def test_the_wild_type_is_read_as_before() -> None:
    """What is known of another genome changes nothing where none of it is."""
    [plain], [knowing] = (read_allele(GENE.wild, [MODEL], GENE.wild, f) for f in ((), (FOREIGN,)))
    assert plain == knowing
