"""Laws of homologous recombination in loci full of repeats: the allele is the one the vector was cut out for.

A vector is a slice of its own locus with one insert and some point changes, so what must come of it is known
without any alignment: the slice, exactly, replaced by the edited slice.
"""

from __future__ import annotations

import random
from typing import NamedTuple

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
    five: tuple[int, int]
    """Outer end of the 5' arm and the place of the insert on the locus."""
    three: tuple[int, int]
    """The place of the insert and the outer end of the 3' arm on the locus."""


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
    at, end = start + five, start + five + three
    slice_ = changed(dice, locus[start:end], five)
    insert = cassette(dice, locus, min(five, three))
    donor = slice_[:five] + insert + slice_[five:]
    before, after = locus[max(start - 12, 0) : start], locus[end : end + 12]
    if circular:
        vector = donor + foreign(dice, dice.choice((200, 3000, 8000)), before.rjust(12, "N"), after.ljust(12, "N"))
        origin = dice.randrange(len(vector))
        vector = vector[origin:] + vector[:origin]
    else:
        tail = foreign(dice, dice.choice((0, 0, 60, 1500)), "N" * 12, after.ljust(12, "N"))
        vector = foreign(dice, dice.choice((0, 0, 60, 1500)), before.rjust(12, "N"), "N" * 12) + donor + tail
    vector = reverse_complement(vector) if flip else vector
    return Case(locus, vector, circular, locus[:start] + donor + locus[end:], (start, at), (at, end))


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
    try:
        found = hit(case)
    except DataError as refusal:
        assert "too often" in refusal.message
        return
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
    return Case(locus, vector, False, locus[:start] + donor + locus[end:], (start, at), (at + 1, end))
