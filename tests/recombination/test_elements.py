"""Elements of the library on an allele: exact, on the sense strand, each signal once."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from loxsmith.knowledge import part, parts
from loxsmith.recombination.elements import find_elements, occurrences
from loxsmith.sequence import reverse_complement

FLANK = "".join(Random(1).choices("ACGT", k=300))
TRAP = part("En2-SA").sequence


def test_a_splice_trap_is_found_with_its_exon_begin() -> None:
    """The acceptor ends in AG, and the trap's exon begins right behind."""
    text = FLANK + TRAP + FLANK
    (trap,) = find_elements(text).acceptors
    assert (trap.start, trap.end) == (300, 300 + len(TRAP))
    assert text[trap.end - 2 : trap.end] == "AG"


@pytest.mark.parametrize("at", [0, 1, 400, -2, -1])
def test_one_changed_base_and_the_trap_is_not_found(at: int) -> None:
    """A trap that is not the library's sequence is no evidence."""
    place = at % len(TRAP)
    spoilt = TRAP[:place] + ("C" if TRAP[place] != "C" else "T") + TRAP[place + 1 :]
    assert not find_elements(FLANK + spoilt + FLANK).acceptors


def test_elements_on_the_other_strand_do_not_count() -> None:
    """An antisense cassette has no acceptor and no signal on the sense strand."""
    text = FLANK + reverse_complement(TRAP + part("STOP").sequence) + FLANK
    found = find_elements(text)
    assert not found.acceptors
    assert not found.polyas


def test_signals_of_a_stop_are_counted_once_each() -> None:
    """Overlapping forms of the SV40 signal are one; signals do not overlap and stand in order."""
    found = find_elements(FLANK + part("STOP-4xSV40pA").sequence + FLANK).polyas
    assert len(found) == 4
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_introns_and_entries_are_found() -> None:
    """A whole intron runs from GT to AG; a fragment of one is not taken for an intron."""
    text = FLANK + part("pCI-intron").sequence + FLANK + part("IRES").sequence + FLANK
    found = find_elements(text)
    assert [e.part.name for e in found.introns] == ["pCI-intron"]
    assert [e.part.name for e in found.internal_entries] == ["IRES"]
    fragments = [p for p in parts() if p.kind == "intron" and not p.sequence.endswith("AG")]
    assert not any(find_elements(FLANK + p.sequence + FLANK).introns for p in fragments)


def test_overlapping_occurrences_are_all_given() -> None:
    """Two copies head to tail are two occurrences."""
    assert [e.start for e in occurrences(FLANK + TRAP + TRAP, part("En2-SA"))] == [300, 300 + len(TRAP)]
