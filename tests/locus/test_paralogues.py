"""Paralogues: which genes have proteins alike, by an alignment held against a slow one."""

from __future__ import annotations

import doctest
import random
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import loxsmith.locus.paralogues as chapter
from loxsmith.genome import Genome
from loxsmith.genome._biopython import align_proteins
from loxsmith.locus.paralogues import (
    Paralogues,
    Similarity,
    paralogues,
    protein_of,
    similarity,
    similarity_of,
)
from oracle.proteins import RESIDUES, best_score, identical, most_identical, score_of


def relative(dice: random.Random, protein: str, kept: float) -> str:
    """A protein of which a share of the residues is kept, some lost and some gained."""
    residues = [r if dice.random() < kept else dice.choice(RESIDUES) for r in protein]
    for _ in range(dice.randint(0, 3)):
        at, size = dice.randrange(len(residues) + 1), dice.randint(1, 6)
        residues[at : at + dice.choice((0, size))] = dice.choices(RESIDUES, k=dice.choice((0, size)))
    return "".join(residues) or "M"


def pair(seed: int) -> tuple[str, str]:
    """Two proteins, more or less alike."""
    dice = random.Random(seed)
    one = "".join(dice.choices(RESIDUES, k=dice.randint(1, 55)))
    return one, relative(dice, one, dice.choice((0.0, 0.2, 0.4, 0.6, 1.0)))


@pytest.fixture(scope="module")
def demo() -> Genome:
    return Genome.open("demo")


@pytest.fixture(scope="module")
def mouse(shared: Path) -> Genome:
    stem = shared / "loci" / "mouse_GRCm38_chr17_35150000_35300000"
    return Genome.open(stem.with_suffix(".fa"), stem.with_suffix(".gff3"))


@pytest.fixture(scope="module")
def human(shared: Path) -> Genome:
    stem = shared / "loci" / "human_GRCh37_chr6_31480000_31610000"
    return Genome.open(stem.with_suffix(".fa"), stem.with_suffix(".gff3"))


# -- the alignment ------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_alignment_is_a_best_one(seed: int) -> None:
    """No local alignment scores higher; its stretches score what is stated; the pairs are counted as they are."""
    one, other = pair(seed)
    score, stretches = align_proteins(one, other)
    assert score == best_score(one, other) == score_of(one, other, stretches)
    found = similarity(one, other)
    assert found is not None
    assert (found.identical, found.aligned) == identical(one, other, stretches)
    assert found.shorter == min(len(one), len(other))
    assert found.aligned <= found.shorter


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_identity_is_that_of_a_best_alignment(seed: int) -> None:
    """It lies within what all the best alignments have, which is mostly one value."""
    one, other = pair(seed)
    low, high = most_identical(one, other)
    found = similarity(one, other)
    assert found is not None
    assert low - 1e-12 <= found.identity <= high + 1e-12


def test_unknown_residues_are_not_identical() -> None:
    """Two residues of which nothing is known are aligned, and not called the same."""
    one = "MKWVTFISLLXLFSSAYSRG"
    found = similarity(one, one)
    assert found is not None
    assert (found.identical, found.aligned) == (19, 20)


@pytest.mark.parametrize(
    ("same", "aligned", "shorter", "chance", "verdict"),
    [
        (30, 100, 200, 1e-3, True),
        (29, 100, 200, 1e-9, False),
        (15, 50, 100, 1e-9, True),
        (49, 49, 49, 1e-9, False),
        (100, 100, 201, 1e-9, False),
        (30, 100, 200, 2e-3, False),
    ],
)
def test_the_criterion_has_these_edges(
    same: int, aligned: int, shorter: int, chance: float, verdict: bool
) -> None:
    """30 % identical, over 50 residues, over half of the shorter protein, and not by chance."""
    found = Similarity(identical=same, aligned=aligned, shorter=shorter, chance=chance)
    assert found.paralogous is verdict


# -- the teaching genome ------------------------------------------------------------------------------------


def test_the_two_copies_of_one_gene_are_paralogues(demo: Genome) -> None:
    """Garl1 finds Garl2 and Garl2 finds Garl1, with one identity; nobody else's protein is alike."""
    symbols = [gene.symbol for gene in demo.genes]
    one, two = demo.gene("Garl1"), demo.gene("Garl2")
    assert set(paralogues(demo, one, symbols).identity) == {"Garl2"}
    assert set(paralogues(demo, two, symbols).identity) == {"Garl1"}
    assert paralogues(demo, one, symbols).identity["Garl2"] > 0.9
    assert similarity_of(demo, one, two) == similarity_of(demo, two, one)


def test_neighbours_are_no_paralogues(demo: Genome) -> None:
    """Tindra and Ovella overlap at their ends, and their proteins have nothing in common."""
    found = paralogues(demo, demo.gene("Tindra"), ["Ovella"])
    assert (found.identity, found.unknown) == ({}, ())


def test_a_gene_without_a_protein_is_unknown(demo: Genome) -> None:
    """Neither yes nor no is said of a gene without a whole coding sequence, or of one that is not there."""
    quiet = next(gene.symbol for gene in demo.genes if protein_of(demo, gene) is None)
    found = paralogues(demo, demo.gene("Garl1"), ["Garl2", quiet, "Nobody"])
    assert found.unknown == (quiet, "Nobody")
    assert paralogues(demo, demo.gene(quiet), ["Garl1"]).unknown == ("Garl1",)


def test_labels_of_sites_are_taken_as_they_are(demo: Genome) -> None:
    """Several symbols joined by a comma are several genes, the gene itself none of them, no label no gene."""
    found = paralogues(demo, demo.gene("Garl1"), ["", "Tindra,Garl2", "Garl1", "Garl1,Garl2"])
    assert list(found.identity) == ["Garl2"]
    assert found.identity_of("Tindra,Garl2") == found.identity["Garl2"]
    assert found.identity_of("Tindra") is None
    assert found.identity_of("") is None


def test_the_highest_identity_of_a_label_counts() -> None:
    """Where two paralogues overlap, the nearer one is stated."""
    found = Paralogues(identity={"A": 0.4, "B": 0.6}, unknown=())
    assert found.identity_of("A,B") == 0.6


def test_proteins_too_long_to_align_are_unknown(demo: Genome, monkeypatch: pytest.MonkeyPatch) -> None:
    """Giants are said to be unknown before memory runs out."""
    monkeypatch.setattr(chapter, "CELLS", 100)
    assert similarity("M" * 11, "M" * 10) is None
    assert similarity("M" * 10, "M" * 10) is not None


def test_proteins_begin_with_methionine_and_have_no_stop(demo: Genome) -> None:
    """The stop codon is no residue, on either strand."""
    proteins = [protein for gene in demo.genes if (protein := protein_of(demo, gene)) is not None]
    assert len(proteins) > 5
    assert all(protein[0] == "M" and "*" not in protein for protein in proteins)


# -- real genes ---------------------------------------------------------------------------------------------


def test_mouse_tnf_and_lymphotoxins(mouse: Genome) -> None:
    """Tnf and Lta are paralogues by this criterion (44 %); Ltb, 25 % from Tnf, is kin of theirs and falls below it."""
    found = paralogues(mouse, mouse.gene("Tnf"), ["Lta", "Ltb"])
    assert found.identity == {"Lta": pytest.approx(61 / 139)}
    ltb = similarity_of(mouse, mouse.gene("Tnf"), mouse.gene("Ltb"))
    assert ltb is not None
    assert (ltb.identical, ltb.aligned) == (35, 141)


def test_human_genes_alike_by_chance_are_none(human: Genome) -> None:
    """Of all pairs around TNF only the three cytokines, and a read-through gene with its own part, are paralogues."""
    pairs = set()
    for one, other in combinations(human.genes, 2):
        similar = similarity_of(human, one, other)
        if similar is not None and similar.paralogous:
            pairs.add(frozenset((one.symbol, other.symbol)))
    cytokines = {frozenset(two) for two in combinations(("TNF", "LTA", "LTB"), 2)}
    assert pairs == cytokines | {frozenset(("ATP6V1G2-DDX39B", "ATP6V1G2"))}


def test_examples_hold() -> None:
    """The documented examples run."""
    result = doctest.testmod(chapter)
    assert result.attempted
    assert not result.failed
