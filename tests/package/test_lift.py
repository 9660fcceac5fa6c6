"""Where wild-type bases lie on an allele, reckoned from the document."""

from __future__ import annotations

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
