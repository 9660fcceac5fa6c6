"""Where wild-type bases lie on an allele, reckoned from the document."""

from __future__ import annotations

import pytest

from loxsmith.package.document import AlleleInfo
from loxsmith.package.lift import Window, healed, lift
from package import examples

CASSETTE, CUT_IN, LENGTH = examples.CASSETTE, examples.CUT_IN, examples.LENGTH


def test_bases_before_and_behind_a_cassette_are_found() -> None:
    """In front of the insertion nothing moves; behind it everything moves by its length."""
    document = examples.conditional()
    where = lift(document.allele("wild_type"), document.allele("targeted"))
    assert [(run.start, run.end, run.shift) for run in where.runs] == [
        (0, CUT_IN, 0),
        (CUT_IN, LENGTH, CASSETTE),
    ]
    assert (where.right(CUT_IN), where.left(CUT_IN)) == (CUT_IN, CUT_IN + CASSETTE)
    assert where.left(21_000) == where.right(21_000) == 21_000 + CASSETTE


def test_a_cassette_that_begins_like_the_genome_is_still_split_where_it_begins() -> None:
    """When the first bases of loxP equal the intron's, the changed stretch starts late and the arms still fit."""
    document = examples.conditional()
    goal = document.allele("targeted")
    assert goal.changed is not None
    late = goal.model_copy(update={"changed": (goal.changed[0] + 3, goal.changed[1])})
    assert lift(document.allele("wild_type"), late) == lift(document.allele("wild_type"), goal)


def test_a_substitution_moves_nothing() -> None:
    """Where no base is gained or lost the whole wild type lies on the allele unbroken."""
    document = examples.oligo()
    where = lift(document.allele("wild_type"), document.allele("targeted"))
    assert [(run.start, run.end, run.shift) for run in where.runs] == [(0, LENGTH, 0)]


def test_pieces_of_an_exon_around_a_small_edit_are_one() -> None:
    """An exon that an edit of two bases cuts in two is drawn once, and far copies stay apart."""
    document = examples.oligo()
    exons = [d for d in healed(document.allele("targeted").features) if d.label == "exon 4"]
    assert [(d.start, d.end) for d in exons] == [(21_301, 21_720)]
    tandem = healed(examples.conditional().allele("tandem").features)
    assert len([d for d in tandem if d.label == "exon 4"]) == 2


def test_the_window_turns_minus_strand_positions() -> None:
    """On the minus strand the first base drawn is the last of the chromosome's stretch, and back again."""
    window = Window.of(examples.conditional().target)
    assert window.stretch(examples.LAST, examples.LAST) == (0, 1)
    assert window.genome(0) == examples.LAST
    plus = Window(chrom="7", start=101, end=200, strand=1)
    assert plus.stretch(101, 110) == (0, 10)
    assert plus.genome(9) == 110


def _twice(size: int) -> AlleleInfo:
    """An oligonucleotide taken in twice: exon 4 goes on into the UTR, then the end of exon 4 comes again."""
    document = examples.oligo()
    goal = document.allele("targeted")
    kept = [d for d in goal.features if d.start <= 21_720]
    again = [
        examples.drawn("utr", "UTR", 21_720, 21_760, state="interrupted"),
        examples.drawn("exon", "exon 4", 21_760, 21_720 + size, state="interrupted"),
        examples.drawn("utr", "UTR", 21_720 + size, 22_600 + size, state="interrupted"),
    ]
    said = {"features": (*kept, *again), "length": goal.length + size, "changed": (21_651, 21_652 + size)}
    return goal.model_copy(update=said)


@pytest.mark.parametrize("size", [60, 80, 130])
def test_behind_a_second_copy_the_wild_type_goes_on(size: int) -> None:
    """An exon that reaches past the change keeps no later bases from being found; the end is the wild type's."""
    wild, allele = examples.oligo().allele("wild_type"), _twice(size)
    last = lift(wild, allele).runs[-1]
    assert (last.end, last.shift) == (wild.length, size)
    assert lift(wild, allele).right(22_600) == 22_600 + size


@pytest.mark.parametrize("size", [60, 80, 130])
def test_copies_are_not_healed_into_one(size: int) -> None:
    """However short the second copy, each part of exon and UTR is drawn, and only the edit is healed over."""
    wild = examples.oligo().allele("wild_type")
    found = [
        (d.label, d.start, d.end) for d in healed(_twice(size).features, wild.features) if d.start > 21_300
    ]
    assert [one for one in found if one[0] in ("exon 4", "UTR")] == [
        ("exon 4", 21_301, 21_720),
        ("UTR", 21_721, 21_760),
        ("exon 4", 21_761, 21_720 + size),
        ("UTR", 21_721 + size, 22_600 + size),
    ]


def test_a_doubled_piece_of_one_exon_stays_apart() -> None:
    """Two pieces side by side that together are longer than the exon are two copies, not one long exon."""
    wild = examples.oligo().allele("wild_type")
    pieces = [
        examples.drawn("exon", "exon 4", 21_300, 21_650),
        examples.drawn("exon", "exon 4", 21_650, 21_760),
    ]
    assert len(healed(pieces, wild.features)) == 2
    assert len(healed([pieces[0], examples.drawn("exon", "exon 4", 21_650, 21_700)], wild.features)) == 1
