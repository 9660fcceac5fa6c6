"""Laws of homologous recombination in loci full of repeats: the allele is the one the vector was cut out for.

A vector is a slice of its own locus with one insert and some point changes, so what must come of it is known
without any alignment: the slice, exactly, replaced by the edited slice.
"""

from __future__ import annotations

import random
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loxsmith.errors import DataError
from loxsmith.recombination.homology import Targeting, target
from loxsmith.sequence import Molecule, reverse_complement

END = 30
"""No point change lies closer to the end of an arm."""


class Case(NamedTuple):
    """A locus, a vector cut out of it and the allele that it was cut out for."""

    locus: str
    vector: str
    circular: bool
    allele: str


def bases(dice: random.Random, count: int) -> str:
    """Return random bases."""
    return "".join(dice.choices("ACGT", k=count))


def other(dice: random.Random, base: str) -> str:
    """Return another base than ``base``."""
    return dice.choice([b for b in "ACGT" if b != base])


def diverged(dice: random.Random, text: str, share: float) -> str:
    """Change a share of the bases."""
    return "".join(other(dice, b) if dice.random() < share else b for b in text)


def full_of_repeats(dice: random.Random, size: int) -> str:
    """Return a locus of unique sequence, two families of repeats, microsatellites and duplications."""
    families = [bases(dice, 140), bases(dice, 140)]
    parts: list[str] = []
    length = 0
    while length < size:
        unique = bases(dice, dice.randrange(20, 1200))
        kind = dice.random()
        if kind < 0.6:
            copy = diverged(dice, dice.choice(families), dice.choice((0, 0.05, 0.1, 0.2)))
            copy = copy[dice.choice((0, 0, 40)) :] + "A" * dice.choice((0, 12, 30))
            extra = copy if dice.random() < 0.5 else reverse_complement(copy)
        elif kind < 0.8:
            extra = dice.choice(("CA", "GT", "A", "T", "CTTT")) * dice.randrange(8, 40)
        elif kind < 0.9:
            extra = bases(dice, dice.randrange(30, 800)) * 2
        else:
            extra = diverged(dice, "".join(parts)[-5000:], 0.03)[: dice.choice((800, 5000))]
            extra = extra if dice.random() < 0.5 else reverse_complement(extra)
        parts += [unique, extra]
        length += len(unique) + len(extra)
    return "".join(parts)


def cassette(dice: random.Random, locus: str, arm: int) -> str:
    """Return an insert, which may hold sequence of the locus: less than the shorter arm would notice."""
    size = dice.choice((30, 34, 100, 700, 3000, 8000))
    insert = bases(dice, size)
    if dice.random() < 0.5:
        length = min(dice.randrange(20, 2000), arm // 2, size)
        start = dice.randrange(len(locus) - length)
        piece = locus[start : start + length]
        piece = piece if dice.random() < 0.7 else reverse_complement(piece)
        at = dice.randrange(size - length + 1)
        insert = insert[:at] + piece + insert[at + length :]
    return insert


def changed(dice: random.Random, slice_: str, insert_at: int) -> str:
    """Change up to three bases of an arm pair, none within reach of an end."""
    letters = list(slice_)
    for _ in range(dice.randrange(4)):
        near = dice.choice((END, len(slice_) - END - 1, dice.randrange(END, len(slice_) - END)))
        if END <= near <= insert_at - END or insert_at + END <= near < len(slice_) - END:
            letters[near] = other(dice, slice_[near])
    return "".join(letters)


def foreign(dice: random.Random, count: int, before: str, after: str) -> str:
    """Return ``count`` bases that do not go on as the locus does at either end of the slice."""
    edge = min(12, count // 2)
    start = "".join(other(dice, b) for b in after[:edge])
    end = "".join(other(dice, b) for b in before[-edge:]) if edge else ""
    return start + bases(dice, count - len(start) - len(end)) + end


def case_of(seed: int, arm_sizes: tuple[int, int], *, circular: bool, flip: bool, size: int = 40_000) -> Case:
    """Build a locus, a vector and the allele it was cut out for."""
    dice = random.Random(seed)
    locus = full_of_repeats(dice, size)
    five, three = arm_sizes
    start = dice.randrange(len(locus) - five - three)
    end = start + five + three
    slice_ = changed(dice, locus[start:end], five)
    insert = cassette(dice, locus, min(five, three))
    donor = slice_[:five] + insert + slice_[five:]
    before, after = locus[max(start - 12, 0) : start].rjust(12, "N"), locus[end : end + 12].ljust(12, "N")
    if circular:
        backbone = dice.choice((200, 3000, 8000))
        vector = donor + foreign(dice, backbone, before, after)
        origin = dice.randrange(len(vector))
        vector = vector[origin:] + vector[:origin]
    else:
        head, tail = dice.choices((0, 0, 60, 1500), k=2)
        unknown = "N" * 12
        vector = foreign(dice, head, before, unknown) + donor + foreign(dice, tail, unknown, after)
    vector = reverse_complement(vector) if flip else vector
    return Case(locus, vector, circular, locus[:start] + donor + locus[end:])


def hit(case: Case) -> Targeting:
    """Target plain sequences."""
    return target(Molecule.of(case.locus), Molecule.of(case.vector, circular=case.circular))


@settings(deadline=None, max_examples=100)
@given(
    seed=st.integers(0, 2**32),
    five=st.integers(1000, 8000),
    three=st.integers(1000, 8000),
    circular=st.booleans(),
    flip=st.booleans(),
)
def test_repeats_never_lead_away_from_the_arms(
    seed: int, five: int, three: int, circular: bool, flip: bool
) -> None:
    """A vector changes its slice of the locus and nothing else, whatever repeats lie in and around it."""
    case = case_of(seed, (five, three), circular=circular, flip=flip)
    found = hit(case)
    assert found.targeted.sequence == case.allele


@settings(deadline=None, max_examples=100)
@given(
    seed=st.integers(0, 2**32),
    arms=st.sampled_from([(36, 91), (91, 36), (100, 100)]),
    flip=st.booleans(),
)
def test_short_donors_find_their_place_among_repeats(seed: int, arms: tuple[int, int], flip: bool) -> None:
    """A short donor goes where it was cut out, or says that other places take it as well."""
    case = short_case(seed, arms, flip=flip)
    donor = reverse_complement(case.vector) if flip else case.vector
    if donor in case.locus or reverse_complement(donor) in case.locus:
        return  # the edit makes another copy of the repeat: nothing tells the two apart
    found = hit(case)
    assert found.targeted.sequence == case.allele or any("ambiguous" in w for w in found.warnings)


def short_case(seed: int, arms: tuple[int, int], *, flip: bool) -> Case:
    """Build a donor without tails: one changed base, three neighbouring ones, or a short insert."""
    dice = random.Random(seed)
    locus = full_of_repeats(dice, 40_000)
    five, three = arms
    start = dice.randrange(len(locus) - five - three - 1)
    at, end = start + five, start + five + three + 1
    gone = locus[at]
    come = dice.choice((other(dice, gone), other(dice, gone) + bases(dice, dice.choice((34, 700)))))
    donor = locus[start:at] + come + locus[at + 1 : end]
    vector = reverse_complement(donor) if flip else donor
    return Case(locus, vector, False, locus[:start] + donor + locus[end:])


@settings(deadline=None, max_examples=100)
@given(
    seed=st.integers(0, 2**32),
    sizes=st.tuples(st.integers(0, 300), st.integers(0, 300)),
    letters=st.sampled_from(["ACGT", "CA", "A", "ACGTN", "N"]),
    circular=st.booleans(),
)
def test_any_two_texts_are_judged_or_refused(
    seed: int, sizes: tuple[int, int], letters: str, circular: bool
) -> None:
    """However poor the texts are, the answer is an allele or a reasoned refusal."""
    dice = random.Random(seed)
    locus, vector = ("".join(dice.choices(letters, k=size)) for size in sizes)
    if dice.random() < 0.5:
        vector = vector + locus[: dice.randrange(300)] + locus[dice.randrange(300) :]
    try:
        found = hit(Case(locus, vector, circular, ""))
    except DataError as error:
        refusal = error
    else:
        assert found.targeted.sequence != locus
        return
    assert refusal.hint


def shared_repeat(dice: random.Random) -> tuple[str, str]:
    """Return a repeat of 140 bp and a copy that differs at every twentieth base."""
    repeat = bases(dice, 140)
    return repeat, "".join(other(dice, b) if i % 20 == 10 else b for i, b in enumerate(repeat))


@pytest.mark.parametrize("at", [0, 20, 200])
def test_a_circle_is_not_gone_round_twice(at: int) -> None:
    """Repeats in the 5' arm that recur behind the 3' arm are not paired a second time past the backbone."""
    dice = random.Random(at)
    (one, its_copy), (two, other_copy) = shared_repeat(dice), shared_repeat(dice)
    locus = (
        bases(dice, 2000 + at) + one + two + bases(dice, 6760 - at) + its_copy + bases(dice, 60) + other_copy
    )
    locus += bases(dice, 3000)
    insert, backbone = bases(dice, 4000), bases(dice, 300)
    vector = locus[2000:6000] + insert + locus[6000:9000] + backbone
    found = hit(Case(locus, vector, True, ""))
    assert found.targeted.sequence == locus[:6000] + insert + locus[6000:]
    assert found.arms["5p"].locus_start == pytest.approx(2000, abs=8)
    assert found.arms["3p"].locus_end == pytest.approx(9000, abs=8)


@pytest.mark.parametrize("at", [3000, 4000, 4600])
def test_a_repeat_just_before_an_arm_takes_nothing_from_it(at: int) -> None:
    """A repeat in the 3' arm that recurs before the 5' arm does not open the circle within that arm."""
    dice = random.Random(at)
    (one, its_copy), (two, other_copy) = shared_repeat(dice), shared_repeat(dice)
    locus = bases(dice, 1850) + other_copy + bases(dice, 2010 + at) + one + two
    locus += bases(dice, 9000 - len(locus)) + bases(dice, 3000) + its_copy + bases(dice, 3000)
    insert, backbone = bases(dice, 4000), bases(dice, 3000)
    vector = locus[2000:4000] + insert + locus[4000:9000] + backbone
    found = hit(Case(locus, vector, True, ""))
    assert found.targeted.sequence == locus[:4000] + insert + locus[4000:]
    assert found.arms["5p"].locus_start == pytest.approx(2000, abs=8)
    assert found.arms["3p"].locus_end == pytest.approx(9000, abs=8)


@pytest.mark.parametrize("circular", [False, True])
def test_five_bases_past_a_mismatch_do_not_lengthen_an_arm(circular: bool) -> None:
    """Foreign sequence that agrees with the locus in seven of eight bases is no part of an arm."""
    dice = random.Random(3)
    locus, insert = bases(dice, 8000), bases(dice, 500)
    after, before = locus[5000:5008], locus[1992:2000]
    tail = other(dice, after[0]) + after[1:] + other(dice, locus[5008]) * 12 + bases(dice, 500)
    head = bases(dice, 500) + other(dice, locus[1991]) * 12 + before[:-1] + other(dice, before[-1])
    vector = head + locus[2000:3500] + insert + locus[3500:5000] + tail
    found = hit(Case(locus, vector, circular, ""))
    assert found.targeted.sequence == locus[:3500] + insert + locus[3500:]


@pytest.mark.parametrize("size", [34, 700])
@pytest.mark.parametrize("first", [True, False])
def test_an_arm_that_is_all_microsatellite_lies_next_to_the_other(size: int, first: bool) -> None:
    """Of all places in a long run of CA the one beside the anchored arm is taken, whatever the insert's length."""
    dice = random.Random(size)
    run = "CA" * 150
    locus = (
        bases(dice, 5000) + (run + "G" if first else "G" + run) + bases(dice, 5000) + run + bases(dice, 500)
    )
    at = locus.index(run) + (len(run) if first else 0)
    sizes = (36, 91) if first else (91, 36)
    insert = bases(dice, size)
    donor = locus[at - sizes[0] : at] + insert + locus[at : at + sizes[1]]
    found = hit(Case(locus, donor, False, ""))
    assert found.targeted.sequence == locus[:at] + insert + locus[at:]
