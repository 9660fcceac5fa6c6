"""Targeting vectors: arms, order of elements, sites, and the place where they are opened."""

from __future__ import annotations

from itertools import pairwise

import pytest

from loxsmith.design.vector import CUTTERS
from loxsmith.knowledge import part, site
from loxsmith.locus import uniqueness
from loxsmith.sequence import reverse_complement
from loxsmith.workbench import Design
from workbench.cases import Designer

VECTORS = [
    ("mouse", "Tnf p.A223R conditional"), ("mouse", "Ltb p.P154A conditional"),
    ("mouse", "Tnf p.A223R --method es"), ("demo", "Lumo1 p.R173H conditional"),
    ("demo", "Ferra2 p.E173K conditional"), ("demo", "Yarro p.Y196A conditional"),
    ("demo", "Lumo1 p.R173H conditional --recombinase Dre"),
    ("demo", "Lumo1 p.R173H conditional --selection puro"),
]  # fmt: skip


@pytest.fixture(params=VECTORS, ids=[line for _, line in VECTORS])
def design(request: pytest.FixtureRequest, designed: Designer) -> Design:
    """One of the vectors."""
    key, line = request.param
    return designed(key, line)


def test_the_vector_is_a_circle_that_begins_with_its_five_prime_arm(design: Design) -> None:
    """Arms as declared: the genome, but for the edits, which lie in one of them."""
    molecule, wild = design.alleles["vector"], design.locus.molecule.sequence
    assert molecule.circular
    five, three = design.drawing.construct.arms
    assert five[0] == 0
    spelled = [molecule.sequence[a:b] for a, b in (five, three)]
    for text, (a, b) in zip(spelled, design.drawing.arms, strict=True):
        inside = [e for e in design.drawing.edits if a <= e.start and e.end <= b]
        for edit in inside:
            text = text[: edit.start - a] + edit.ref + text[edit.start - a + len(edit.alt) :]
        assert text == wild[a:b]


def test_both_arms_together_keep_to_the_limits(design: Design) -> None:
    """6 to 17 kb in all (R20), 2 kb beyond the change (DOMAIN 10.2), each ending in sequence of its own."""
    (a, b), (c, d) = design.drawing.arms
    assert 6000 <= (b - a) + (d - c) <= 17_000
    assert d - max(e.end for e in design.drawing.edits) >= 2000
    assert min(e.start for e in design.drawing.edits) - a >= 2000
    unique = uniqueness(design.locus)
    warned = " ".join(design.drawing.remarks)
    assert unique.is_clear(a, a + 200) or "5' arm ends in repeated" in warned
    assert unique.is_clear(d - 200, d) or "3' arm ends in repeated" in warned


def test_the_linearisation_site_occurs_once_outside_the_arms(design: Design) -> None:
    """One recognition sequence on the whole circle, between backbone and 5' arm: DTA stays on (10.9)."""
    enzyme = design.drawing.construct.linearised_by
    recognised = {row[0]: row[1] for row in CUTTERS}[enzyme]
    text = design.alleles["vector"].sequence
    ring = text + text[: len(recognised) - 1]
    spellings = {recognised, reverse_complement(recognised)}
    places = [at for at in range(len(text)) if any(ring.startswith(s, at) for s in spellings)]
    assert len(places) == 1
    assert places[0] > design.drawing.construct.arms[1][1]
    dta = text.index(part("DTA").sequence)
    assert design.drawing.construct.arms[1][1] < dta < places[0]


def test_negative_selection_is_a_whole_gene_outside_the_arms(design: Design) -> None:
    """Promoter, DTA and polyA stand in this order behind the 3' arm (R19)."""
    text = design.alleles["vector"].sequence
    places = [text.index(part(name).sequence) for name in ("PGK", "DTA", "hGHpA", "pUC19")]
    assert places == sorted(places)
    assert places[0] >= design.drawing.construct.arms[1][1]
    assert "DTA" in design.drawing.construct.selection


def test_every_site_is_declared(design: Design) -> None:
    """Sites found on the vector, either strand, are those of the cassette, and none lies in arm or backbone."""
    assert design.strategy.cassette is not None
    declared = [p for p in design.strategy.cassette.pieces("targeted") if p.kind == "site"]
    [info] = design.document.molecules
    assert [(s.name, s.strand) for s in info.sites] == [
        (p.name.removesuffix("-48"), "+" if p.strand == 1 else "-") for p in declared
    ]
    five, three = design.drawing.construct.arms
    assert all(five[1] < s.start and s.end <= three[0] for s in info.sites)
    text = design.alleles["vector"].sequence * 2
    for name in ("loxP", "FRT", "rox", "lox2272", "F3"):
        bases = site(name).sequence
        length = len(design.alleles["vector"])
        found = [
            at
            for at in range(length)
            if text.startswith(bases, at) or text.startswith(reverse_complement(bases), at)
        ]
        assert len(found) == sum(p.sequence == bases for p in declared), name


def test_no_designed_part_repeats_another(design: Design) -> None:
    """No 51 bases of cassette, negative selection and backbone occur twice, on either strand."""
    text = design.alleles["vector"].sequence
    five, three = design.drawing.construct.arms
    designed_parts = [text[five[1] : three[0]], text[three[1] :]]
    seen: set[str] = set()
    for piece in designed_parts:
        for at in range(len(piece) - 50):
            word = piece[at : at + 51]
            word = min(word, reverse_complement(word))
            assert word not in seen
            seen.add(word)


def test_arms_are_exact_when_asked_for(designed: Designer) -> None:
    """--arms gives just that many bases."""
    design = designed("demo", "Lumo1 p.R173H conditional --arms 3000,5500")
    [info] = design.document.molecules
    assert {side: arm.length for side, arm in info.arms.items()} == {"5p": 3000, "3p": 5500}
    for arm, (start, end) in zip(info.arms.values(), design.drawing.arms, strict=True):
        assert arm.genome == design.locus.describe(start, end)


def test_the_cassette_and_nothing_else_lies_between_the_arms(design: Design) -> None:
    """5' arm, cassette, 3' arm, negative selection, backbone, opener: end to end, without a base between."""
    assert design.strategy.cassette is not None
    five, three = design.drawing.construct.arms
    text = design.alleles["vector"].sequence
    pieces = [p.text for p in design.strategy.cassette.pieces("targeted")]
    assert text[five[1] : three[0]] == "".join(pieces)
    ends = [five[1], *(five[1] + sum(map(len, pieces[: i + 1])) for i in range(len(pieces)))]
    assert ends[-1] == three[0]
    assert all(a < b for a, b in pairwise(ends))
