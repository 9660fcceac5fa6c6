"""Laws of the map from an allele to the wild type, against alleles whose every base knows its origin."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loxsmith.recombination.correspondence import Correspondence, Match
from loxsmith.sequence import reverse_complement
from oracle.readout import Traced

REACH = 24
"""Bases on both sides of an edit's edge where the origin is ambiguous or too short a stretch to be found."""

seeds = st.integers(0, 2**32 - 1)


def _bases(random: Random, length: int) -> str:
    return "".join(random.choices("ACGT", k=length))


def _wild(random: Random, *, simple: bool = False) -> str:
    """2-20 kb with diverged copies of one repeat; on demand also simple repeats."""
    text, repeat = _bases(random, random.randint(2000, 18000)), _bases(random, 300)
    inserts = [
        "".join(b if random.random() > 0.15 else random.choice("ACGT") for b in repeat) for _ in "abcd"
    ]
    if simple:
        inserts += ["CA" * random.randint(10, 60), "A" * random.randint(10, 60)]
    for insert in inserts:
        at = random.randrange(len(text))
        text = text[:at] + insert + text[at:]
    return text


def _edit(random: Random, allele: Traced, kinds: str, at: int) -> None:
    """Make one edit; large ones stay 30 bases from the end."""
    room = len(allele.bases) - at - 30
    kind = random.choice(kinds)
    if kind == "s":
        allele.substitute(at, _bases(random, 1))
    elif kind == "i":
        allele.insert(at, _bases(random, random.randint(1, 12)))
    elif kind == "I":
        allele.insert(at, _bases(random, random.randint(30, 5000)))
    elif kind == "d":
        allele.delete(at, at + random.randint(1, 12))
    else:
        doing = {"D": allele.delete, "v": allele.invert, "t": allele.duplicate}[kind]
        doing(at, at + random.randint(min(100, room), min(1500, room)))


def _program(random: Random, kinds: str, *, simple: bool = False) -> tuple[str, Traced]:
    wild = _wild(random, simple=simple)
    allele = Traced(wild)
    for _ in range(random.randint(1, 5)):
        _edit(random, allele, kinds, random.randrange(50, len(allele.bases) - 50))
    return wild, allele


def _must_match(wild: str, allele: str, matches: tuple[Match, ...]) -> None:
    reached = 0
    for match in matches:
        assert match.length > 0
        assert match.allele >= reached
        reached = match.allele + match.length
        ours = wild[match.wild : match.wild + match.length]
        assert allele[match.allele : reached] == (ours if match.strand == 1 else reverse_complement(ours))


@given(seed=seeds)
@settings(max_examples=25, deadline=None)
def test_every_pair_reported_is_equal(seed: int) -> None:
    """After any edits, simple repeats included, matches are equal base for base and in order of the allele."""
    wild, allele = _program(Random(seed), "siIdDvt", simple=True)
    _must_match(wild, allele.text, Correspondence(wild, allele.text).matches)


@pytest.mark.parametrize("kinds", ["s", "sid", "siIdD"])
@given(seed=seeds)
@settings(max_examples=12, deadline=None)
def test_every_base_is_traced_to_where_it_came_from(kinds: str, seed: int) -> None:
    """Beyond 24 bases from an edge, kept bases have their origin and inserted ones none."""
    _, allele, found = _correspond(seed, kinds)
    near = allele.edges_near(REACH)
    wrong = [
        i
        for i, base in enumerate(allele.bases)
        if i not in near and found.origin(i) != (None if base.wild is None else (base.wild, base.strand))
    ]
    assert not wrong


@given(seed=seeds)
@settings(max_examples=15, deadline=None)
def test_no_base_is_traced_to_a_wrong_place(seed: int) -> None:
    """Inversions and duplications among the edits may leave a short piece untraced, but never misplace one."""
    _, allele, found = _correspond(seed, "siIdDvt")
    near = allele.edges_near(REACH)
    for i, base in enumerate(allele.bases):
        origin = found.origin(i)
        assert i in near or origin is None or origin == (base.wild, base.strand)


def _correspond(seed: int, kinds: str) -> tuple[str, Traced, Correspondence]:
    wild, allele = _program(Random(seed), kinds)
    return wild, allele, Correspondence(wild, allele.text)


@given(seed=seeds)
@settings(max_examples=10, deadline=None)
def test_the_same_sequence_is_one_match(seed: int) -> None:
    """A wild type against itself, repeats or not, is one match of its whole length."""
    wild = _wild(Random(seed), simple=True)
    assert Correspondence(wild, wild).matches == (Match(0, 0, len(wild), 1),)


@given(seed=seeds)
@settings(max_examples=25, deadline=None)
def test_edits_some_bases_apart_do_not_throw_it_off(seed: int) -> None:
    """Two to five edits 1-30 bp apart, near an end or amid: beyond 60 bases everything is traced again."""
    random = Random(seed)
    wild = _bases(random, 3000)
    allele = Traced(wild)
    at = random.choice([random.randrange(1, 60), random.randrange(60, 2500), random.randrange(2840, 2900)])
    for _ in range(random.randint(2, 5)):
        at = min(at + random.randint(1, 30), len(allele.bases) - 45)
        _edit(random, allele, "siId", at)
    found, near = Correspondence(wild, allele.text), allele.edges_near(60)
    for i, base in enumerate(allele.bases):
        assert i in near or found.origin(i) == (None if base.wild is None else (base.wild, base.strand))


def test_both_copies_of_a_duplication_lead_to_the_same_base() -> None:
    """``places`` gives the base in each copy, ascending, and nothing for an inverted one."""
    random = Random(5)
    wild = _bases(random, 4000)
    twice = wild[:2000] + wild[1000:2000] + wild[2000:]
    assert Correspondence(wild, twice).places(1500) == [1500, 2500]
    turned = wild[:1000] + reverse_complement(wild[1000:2000]) + wild[2000:]
    found = Correspondence(wild, turned)
    assert found.places(1500) == []
    assert found.origin(1499) == (1500, -1)
    assert found.places(2500) == [2500]


def test_clipped_flanks_are_no_difference() -> None:
    """An allele drawn from base 300 on, and to base 3500, is one match."""
    wild = _bases(Random(6), 4000)
    assert Correspondence(wild, wild[300:3500]).matches == (Match(0, 300, 3200, 1),)


def test_a_substituted_stretch_keeps_its_place() -> None:
    """Three neighbouring codons replaced by others pair base for base."""
    wild = _bases(Random(7), 2000)
    allele = wild[:1000] + wild[1000:1009].translate(str.maketrans("ACGT", "CATG")) + wild[1009:]
    assert [Correspondence(wild, allele).origin(i) for i in (999, 1004, 1009)] == [
        (i, 1) for i in (999, 1004, 1009)
    ]


def _interrupted(unit: str) -> str:
    return (unit + "G") * 200


@pytest.mark.parametrize(
    "make",
    [
        lambda w, r: (w, w[:70000] + "A" * 5000 + w[70000:]),
        lambda w, r: (w[:70000] + "A" * 5000 + w[70000:], w[:70000] + _interrupted("A" * 30) + w[70000:]),
        lambda w, r: (w[:70000] + "CA" * 2500 + w[70000:], w[:70000] + _interrupted("CA" * 15) + w[70000:]),
        lambda w, r: (
            w[:70000] + "N" * 30000 + w[70000:],
            w[:70000] + "N" * 100 + "ACGT" + "N" * 300 + w[70000:],
        ),
        lambda w, r: (w, _bases(r, 150_000)),
        lambda w, r: (w, "".join(b if r.random() > 0.07 else r.choice("ACGT") for b in w)),
    ],
    ids=["polyA", "interrupted-polyA", "interrupted-CA", "gap", "foreign", "diverged"],
)
def test_repeats_do_not_make_it_explode(
    make: Callable[[str, Random], tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On 150 kb the comparisons stay within a few for each base, whatever the repeat (counted, not timed)."""
    from loxsmith.recombination import correspondence

    random, calls = Random(8), [0]
    wild, allele = make(_bases(random, 150_000), random)
    hits, common = correspondence._hits, correspondence._common

    def counted_hits(*args: str | int) -> object:
        found = hits(*args)
        calls[0] += 1 + len(found)
        return found

    def counted_common(*args: str | int) -> int:
        calls[0] += 1
        return common(*args)

    monkeypatch.setattr(correspondence, "_hits", counted_hits)
    monkeypatch.setattr(correspondence, "_common", counted_common)
    found = correspondence.Correspondence(wild, allele)
    assert calls[0] < 10 * len(allele)
    _must_match(wild, allele, found.matches)
