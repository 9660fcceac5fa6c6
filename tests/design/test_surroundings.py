"""What may be respelled where other genes lie over the target, and what is said of them."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from design.toys import Pair, Toy, coding, planned, split, write
from loxsmith.design.surroundings import Surroundings, surround
from loxsmith.locus import Locus
from loxsmith.strategy import Strategy


def _laid_out(
    folder: Path, other: Pair, frame: Pair, *, forward: bool, plus: bool = True, seed: int = 11
) -> tuple[Strategy, Locus, Surroundings, int]:
    """A gene in one exon with another over it, given in bases from the start codon; and where that lies."""
    random = Random(seed)
    text, exons, (first, last) = split(random, coding(random, 60), [])
    over = Toy(
        "Other",
        [([(first + other[0], first + other[1])], (first + frame[0], first + frame[1]))],
        forward=forward,
    )
    genome = write(folder, text, [Toy("Toy", [(exons, (first, last))]), over], plus=plus)
    strategy, locus = planned(genome, "Toy C-terminal HA")
    at = strategy.edits[0].start
    return strategy, locus, surround(strategy, locus, at - 60, at + 20), locus.target.start_codon


def _open(around: Surroundings, *, anywhere: bool = False) -> set[int]:
    """Wild-type bases that may be changed: of the first tiers, or at the very last."""
    back = around.back()
    tiers = around.anywhere() if anywhere else (*around.codons, *around.behind, *around.leader)
    return {
        back[at]
        for slot in tiers
        for i, at in enumerate(slot.positions)
        if any(other[i] != slot.spelling[i] for other in slot.alternatives)
    }


@pytest.mark.parametrize("plus", [True, False])
def test_bases_that_code_on_the_other_strand_stay_whatever_happens(tmp_path: Path, plus: bool) -> None:
    """An antisense gene's codons are never respelled, not even when nothing else suffices."""
    _, _, around, first = _laid_out(tmp_path, (100, 175), (120, 150), forward=False, plus=plus)
    held = set(range(first + 120, first + 150))
    assert held.isdisjoint(_open(around))
    assert held.isdisjoint(_open(around, anywhere=True))
    assert _open(around)


@pytest.mark.parametrize("plus", [True, False])
def test_a_non_coding_exon_of_another_gene_is_the_last_resort(tmp_path: Path, plus: bool) -> None:
    """Its bases are left alone at first and allowed at last, and then it is said whose they are."""
    _, _, around, first = _laid_out(tmp_path, (100, 175), (103, 112), forward=False, plus=plus)
    shared = set(range(first + 130, first + 170))
    assert shared.isdisjoint(_open(around))
    allowed = shared & _open(around, anywhere=True)
    assert allowed
    one, two = sorted(allowed)[:2]
    [said] = around.concerns([one, two])
    assert said.startswith("2 of the silent changes lie in a non-coding exon of Other;")
    assert around.concerns([first + 60]) == ()


@pytest.mark.parametrize("shift", [0, 1, 2])
def test_codons_that_two_genes_read_alike_may_be_respelled(tmp_path: Path, shift: int) -> None:
    """A read-through gene in the same frame loses nothing by a silent change; in another frame it does."""
    seed, begin, end = _second_frame(shift)
    _, _, around, first = _laid_out(tmp_path, (begin - 4, 230), (begin, end), forward=True, seed=seed)
    inside = set(range(first + 125, first + 155))
    assert bool(inside & _open(around)) == (shift == 0)
    assert bool(inside & _open(around, anywhere=True)) == (shift == 0)


def _second_frame(shift: int) -> tuple[int, int, int]:
    """A seed whose gene holds a second open frame over bases 125 to 155, and where that begins and ends."""
    for seed in range(100_000):
        frame = coding(Random(seed), 60)
        for begin in range(3 + shift, 120, 3):
            stops = [
                at for at in range(begin, len(frame) - 2, 3) if frame[at : at + 3] in ("TAA", "TAG", "TGA")
            ]
            if frame[begin : begin + 3] == "ATG" and stops and stops[0] >= 155:
                return seed, begin, stops[0] + 3
    raise AssertionError(shift)


@pytest.mark.parametrize(
    ("other", "frame", "forward", "says"),
    [
        ((100, 230), (120, 216), True, "on the same strand: it adds 27 bases there, which keeps its frame"),
        ((100, 230), (120, 216), False, "in the coding sequence of Other, on the other strand"),
        ((100, 230), (103, 130), False, "in a non-coding exon of Other"),
    ],
)  # fmt: skip
def test_a_tag_within_another_gene_is_said(
    other: Pair, frame: Pair, forward: bool, says: str, tmp_path: Path
) -> None:
    """The other gene is named, with what becomes of its frame."""
    strategy, _, _, _ = _laid_out(tmp_path, other, frame, forward=forward)
    [said] = [text for text in strategy.assumptions if "Other" in text]
    assert says in said


def test_a_tag_beside_another_gene_is_not(tmp_path: Path) -> None:
    """A gene that ends in front of the tag is no matter."""
    strategy, _, _, _ = _laid_out(tmp_path, (100, 150), (103, 130), forward=False)
    assert not any("Other" in text for text in strategy.assumptions)
