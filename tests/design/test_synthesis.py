"""Synthesis checks, against slow searches that share no code with them."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loxsmith.design.ordering import written
from loxsmith.design.synthesis import ENZYMES, Flaw, Product, flaws, sentences
from loxsmith.knowledge import limit

PRODUCTS: tuple[Product, ...] = ("oligo", "lssdna", "fragment")
PAIRS = {"A": "T", "C": "G", "G": "C", "T": "A"}


def _random(length: int, seed: int = 1) -> str:
    """Bases without a word of ten that occurs twice, on either strand, and without long runs."""
    random, text = Random(seed), ""
    while len(text) < length:
        longer = text + random.choice("ACGT")
        last = longer[-8:]
        if len(last) == 8 and (last in longer[:-1] or _paired(last) in longer):
            continue
        if not re.search(r"A{4}|C{4}|G{4}|T{4}$", longer[-4:]):
            text = longer
    return text


def _paired(text: str) -> str:
    return "".join(PAIRS[base] for base in reversed(text))


def _of(found: tuple[Flaw, ...], kind: str) -> list[tuple[tuple[int, int], ...]]:
    return [flaw.places for flaw in found if flaw.kind == kind]


@pytest.mark.parametrize("product", PRODUCTS)
def test_plain_bases_have_no_flaw(product: Product) -> None:
    """Balanced bases without repeats are passed without a word."""
    assert flaws(_random(180), product) == ()


@pytest.mark.parametrize(("product", "longest"), [("oligo", 200), ("lssdna", 2000), ("fragment", 3000)])
def test_the_longest_that_is_made(product: Product, longest: int) -> None:
    """One base more than the longest is said, and the longest is not."""
    assert _of(flaws("ACGT" * (longest // 4), product), "length") == []
    assert _of(flaws("ACGT" * (longest // 4) + "A", product), "length") == [((0, longest + 1),)]


@pytest.mark.parametrize(("base", "least"), [("A", 8), ("T", 8), ("C", 6), ("G", 6)])
def test_a_run_of_one_base_is_named_with_its_stretch(base: str, least: int) -> None:
    """A run one base below the limit passes; at the limit it is named from 1, ends included."""
    around = "C" if base in "AT" else "A"
    head, tail = _random(60, 3) + around, around + _random(60, 4)
    assert _of(flaws(head + base * (least - 1) + tail, "oligo"), "run") == []
    [flaw] = [f for f in flaws(head + base * least + tail, "oligo") if f.kind == "run"]
    assert flaw.stretch == f"{len(head) + 1}-{len(head) + least}"
    assert flaw.observed == f"{least} x {base}"
    assert "judgement" in flaw.limit


def test_gc_is_looked_at_overall_and_in_windows() -> None:
    """A stretch without G or C is named where its windows lie; the whole is named when it is lopsided."""
    poor = "ATTATAATTTATAAATATTAATATTTAATAAATTATATTAAATATATAATTTAATATAA"
    text = _random(70, 5) + poor + _random(70, 6)
    [((start, end),)] = _of(flaws(text, "lssdna"), "GC window")
    inside = [
        at for at in range(len(text) - 49)
        if not 0.15 <= sum(b in "GC" for b in text[at : at + 50]) / 50 <= 0.85
    ]  # fmt: skip
    assert (start, end) == (inside[0], inside[-1] + 50)
    assert _of(flaws(text, "lssdna"), "GC") == []
    assert _of(flaws(poor * 2, "lssdna"), "GC") == [((0, 2 * len(poor)),)]


def test_a_direct_repeat_is_named_at_both_its_places() -> None:
    """Fourteen bases twice in an oligonucleotide; thirteen are passed."""
    word = "GATTCCAGTCATGC"
    head, middle, tail = _random(40, 7), _random(30, 8), _random(40, 9)
    twice = head + "C" + word + "C" + middle + "A" + word + "A" + tail
    assert _of(flaws(twice, "oligo"), "direct repeat") == [((41, 55), (87, 101))]
    short = head + "C" + word[1:] + "C" + middle + "A" + word[1:] + "A" + tail
    assert _of(flaws(short, "oligo"), "direct repeat") == []


def test_a_hairpin_is_named_by_its_two_halves() -> None:
    """A stem of ten with a loop of five in an oligonucleotide; a stem of nine is passed."""
    stem, loop = "GACTGCATCC", "TTCTC"
    head, tail = _random(50, 11) + "A", "A" + _random(50, 12)
    assert _of(flaws(head + stem + loop + _paired(stem) + tail, "oligo"), "hairpin") == [((51, 61), (66, 76))]
    short = stem[:9]
    assert _of(flaws(head + short + loop + _paired(short) + tail, "oligo"), "hairpin") == []


def test_halves_far_apart_are_an_inverted_repeat() -> None:
    """In a long strand, twenty bases that pair within 200 are a hairpin; farther apart an inverted repeat."""
    stem = "GACTGCATCCAGTTCGAAGG"
    near = _random(30, 13) + stem + _random(100, 14) + _paired(stem) + _random(30, 15)
    far = _random(30, 13) + stem + _random(300, 14) + _paired(stem) + _random(30, 15)
    assert len(_of(flaws(near, "lssdna"), "hairpin")) == 1
    assert _of(flaws(near, "lssdna"), "inverted repeat") == []
    assert _of(flaws(far, "lssdna"), "hairpin") == []
    [((a, b), (c, d))] = _of(flaws(far, "lssdna"), "inverted repeat")
    assert a <= 30 < 50 <= b
    assert c <= 350 < 370 <= d


@pytest.mark.parametrize("name", ENZYMES)
def test_unwanted_sites_are_found_on_both_strands(name: str) -> None:
    """A site that cloning needs is named wherever it stands, and only when it was asked for."""
    site = ENZYMES[name]
    text = "ATAT" * 10 + site + "ATAT" * 10 + _paired(site) + "ATAT" * 10
    places = _of(flaws(text, "fragment", avoid=(name,)), "site")
    assert sorted(places) == [((40, 40 + len(site)),), ((80 + len(site), 80 + 2 * len(site)),)]
    assert _of(flaws(text, "fragment"), "site") == []


@given(
    st.one_of(st.text("ACGT", min_size=0, max_size=120), st.text("AC", min_size=30, max_size=80)),
    st.sampled_from(PRODUCTS),
)
def test_every_repeat_is_covered_and_every_flaw_is_true(text: str, product: Product) -> None:
    """Whatever a plain search finds lies in a stretch that is named, and what is named is there."""
    found = flaws(text, product)
    size = limit(f"J.synthesis.{product}.repeat").whole
    named = [p for f in found if f.kind == "direct repeat" for p in f.places]
    for at in range(len(text) - size + 1):
        if text.find(text[at : at + size], at + 1) >= 0:
            assert any(a <= at and at + size <= b for a, b in named), (text, at)
    for flaw in found:
        assert all(0 <= a < b <= len(text) for a, b in flaw.places)
        pieces = [text[a:b] for a, b in flaw.places]
        if flaw.kind == "direct repeat":
            assert pieces[0] == pieces[1]
        elif flaw.kind in {"hairpin", "inverted repeat"}:
            assert pieces[0] == _paired(pieces[1])
        elif flaw.kind == "run":
            assert len(set(pieces[0])) == 1


@given(st.one_of(st.text("ACGT", min_size=40, max_size=90), st.text("AT", min_size=20, max_size=60)))
def test_every_hairpin_is_covered(text: str) -> None:
    """Each stem of ten with a loop of three or more that a plain search finds lies in one that is named."""
    named = [f.places for f in flaws(text, "oligo") if f.kind == "hairpin"]
    for at in range(len(text) - 9):
        other = text.find(_paired(text[at : at + 10]), at + 13)
        if other >= 0:
            assert any(
                any(a <= at and at + 10 <= b for a, b in held)
                and any(a <= other and other + 10 <= b for a, b in held)
                for held in named
            ), (text, at, other)


def test_many_stretches_make_one_sentence() -> None:
    """One sentence for each kind and limit names the first stretches and counts the rest."""
    runs = "".join("A" * 9 + _random(12, seed) + "C" for seed in range(20, 28))
    [said] = [text for text in sentences(flaws(runs, "oligo")) if text.startswith("Synthesis, run")]
    assert said.count(" x A at ") == 5
    assert "and 3 more" in said
    assert said.endswith("(judgement).")


@given(st.text("ACGT", min_size=0, max_size=60), st.integers(0, 4))
def test_order_text_is_the_same_bases(bases: str, bonds: int) -> None:
    """Without the marks, the order text is the bases; each end has the bonds asked for where there is room."""
    text = written(bases, bonds)
    assert text.replace("*", "") == bases
    if len(bases) > 2 * bonds:
        assert text.count("*") == 2 * bonds
        assert re.fullmatch(rf"([ACGT]\*){{{bonds}}}[ACGT]+(\*[ACGT]){{{bonds}}}", text)
