"""Predicted activity and repair of a guide: published values, slow twins, and what the locus text gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loxsmith.guides import Guide, crisprscan, find_guides, microhomology, rule_set_1, scores_at
from oracle.scores import slow_crisprscan, slow_microhomology, slow_patterns, slow_rule_set_1
from oracle.strings import opposite

bases = st.text("ACGT", min_size=20, max_size=20)


def text_of(size: int) -> st.SearchStrategy[str]:
    """Plain bases of one length."""
    return st.text("ACGT", min_size=size, max_size=size)


thirties = st.builds(lambda head, tail: f"{head}GG{tail}", text_of(25), text_of(3))
thirty_fives = st.builds(lambda head, tail: f"{head}GG{tail}", text_of(27), text_of(6))


def header(path: Path) -> str:
    """The comment lines of a shared table."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if line.startswith("#"))


def test_rule_set_1_gives_the_published_values(shared: Path) -> None:
    """The worked examples of the shared table come out to the last digit stated."""
    stated = re.findall(
        r"([ACGT]{30}) expected ([\d.]+)", header(shared / "scores" / "ruleset1_doench2014.tsv")
    )
    assert len(stated) == 3
    for context, value in stated:
        places = len(value.partition(".")[2])
        assert rule_set_1(context) == pytest.approx(float(value), abs=0.51 * 10**-places)


def test_crisprscan_gives_the_published_values(shared: Path) -> None:
    """The five checked values of the shared table come out at their three places."""
    name = "crisprscan_morenomateos2015.tsv"
    stated = re.findall(r"([ACGT]{35}) ([\d.]+)[;\s]?", header(shared / "scores" / name) + "\n")
    assert len(stated) == 5
    for context, value in stated:
        assert crisprscan(context) == pytest.approx(float(value), abs=0.00051)


@given(thirties)
def test_rule_set_1_is_the_sum_of_its_weights(context: str) -> None:
    """Any context scores as the slow twin has it, strictly between 0 and 1, in either case of letters."""
    score = rule_set_1(context)
    assert score == pytest.approx(slow_rule_set_1(context), rel=1e-12)
    assert score is not None
    assert 0 < score < 1
    assert rule_set_1(context.lower()) == score


@given(thirty_fives)
def test_crisprscan_is_the_sum_of_its_weights(context: str) -> None:
    """Any context scores as the slow twin has it, in either case of letters."""
    assert crisprscan(context) == pytest.approx(slow_crisprscan(context), rel=1e-9, abs=1e-12)
    assert crisprscan(context.lower()) == crisprscan(context)


@pytest.mark.parametrize("gc", range(21))
def test_gc_is_punished_on_both_sides_of_ten(gc: int) -> None:
    """Ten of twenty cost nothing, below and above counts the distance with its own weight."""
    spacer = "C" * gc + "A" * (20 - gc)
    context = "AAAA" + spacer + "TGG" + "AAA"
    assert rule_set_1(context) == pytest.approx(slow_rule_set_1(context), rel=1e-12)


@pytest.mark.parametrize("score", [rule_set_1, crisprscan])
def test_a_context_of_another_kind_has_no_score(score: object) -> None:
    """Short, long, ambiguous, or without GG: no number rather than a wrong one."""
    assert callable(score)
    size, pam = (30, 24) if score is rule_set_1 else (35, 26)
    good = "A" * (pam + 1) + "GG" + "A" * (size - pam - 3)
    assert score(good) is not None
    for wrong in (
        good[1:],
        good + "A",
        "",
        "N" + good[1:],
        good.replace("GG", "AG"),
        good.replace("GG", "GA"),
    ):
        assert score(wrong) is None


def test_the_worked_example_of_the_formula(shared: Path) -> None:
    """Patterns and both scores are those of the shared worked example."""
    stated = (shared / "scores" / "bae2014_microhomology.txt").read_text(encoding="utf-8")
    sequence, cut = re.search(r"sequence ([ACGT]+), cut after base (\d+)", stated).groups()  # type: ignore[union-attr]
    patterns = {
        (int(i), int(j), len(bases)) for bases, i, j in re.findall(r"([ACGT]+)  i=(\d+) j=(\d+)", stated)
    }
    assert set(slow_patterns(sequence, int(cut))) == patterns
    found = microhomology(sequence, int(cut))
    assert found is not None
    assert found.score == pytest.approx(797.0, abs=0.05)
    assert found.out_of_frame == pytest.approx(16.07, abs=0.005)


@given(st.text("ACG", min_size=2, max_size=26), st.data())
def test_microhomology_is_what_every_pair_of_stretches_gives(sequence: str, data: st.DataObject) -> None:
    """Any sequence and cut score as the slow twin that tries all pairs and drops the contained ones."""
    cut = data.draw(st.integers(1, len(sequence) - 1))
    found = microhomology(sequence, cut)
    assert found is not None
    score, share = slow_microhomology(sequence, cut)
    assert found.score == pytest.approx(score, rel=1e-12)
    assert found.out_of_frame == (None if share is None else pytest.approx(share, rel=1e-12))


@given(text_of(60), st.integers(20, 40))
def test_both_strands_tell_the_same_repair(sequence: str, cut: int) -> None:
    """Read from the other strand the patterns are the same ones."""
    one, other = microhomology(sequence, cut), microhomology(opposite(sequence), 60 - cut)
    assert one is not None
    assert other is not None
    assert one.score == pytest.approx(other.score)
    assert one.out_of_frame == (None if one.score == 0 else pytest.approx(other.out_of_frame))


def test_repair_is_not_told_where_it_cannot_be() -> None:
    """An ambiguous letter or a cut at an end gives None; no repeat gives a score of 0 and no share."""
    assert microhomology("ACGTN", 2) is None
    assert microhomology("ACGT", 0) is microhomology("ACGT", 4) is None
    empty = microhomology("AACC", 2)
    assert empty is not None
    assert (empty.score, empty.out_of_frame) == (0, None)


@given(text_of(40), bases, text_of(41), st.sampled_from("ACGT"))
def test_contexts_are_taken_off_the_text_on_either_strand(
    before: str, spacer: str, behind: str, base: str
) -> None:
    """A guide scores what its own stretch scores, and the same on the other strand of the text."""
    text = before + spacer + base + "GG" + behind
    top = Guide(protospacer=spacer, pam=base + "GG", start=40, end=60, strand=1)
    scores = scores_at(text, top)
    assert scores.rule_set_1 == rule_set_1(before[-4:] + spacer + base + "GG" + behind[:3])
    assert scores.crisprscan == crisprscan(before[-6:] + spacer + base + "GG" + behind[:6])
    repair = microhomology(text[27:87], 30)
    assert repair is not None
    assert (scores.microhomology, scores.out_of_frame) == (repair.score, repair.out_of_frame)
    size = len(text)
    bottom = Guide(protospacer=spacer, pam=base + "GG", start=size - 60, end=size - 40, strand=-1)
    turned = scores_at(opposite(text), bottom)
    assert (turned.rule_set_1, turned.crisprscan) == (scores.rule_set_1, scores.crisprscan)
    assert turned.microhomology == pytest.approx(scores.microhomology)


@given(st.text("ACGTACGTN", max_size=45), bases, st.text("ACGTACGTN", max_size=45))
def test_a_short_context_gives_none_and_never_a_number_of_another_place(
    before: str, spacer: str, behind: str
) -> None:
    """Each score of each guide is there exactly where its whole stretch lies on the text and is plain."""
    text = before + spacer + "TGG" + behind
    found = find_guides(text, 0, len(text))
    assert found
    for guide in found:
        left, right = guide.window
        scores = scores_at(text, guide)
        for value, far, near in ((scores.rule_set_1, 4, 3), (scores.crisprscan, 6, 6)):
            lower, upper = (left - far, right + near) if guide.strand > 0 else (left - near, right + far)
            whole = lower >= 0 and upper <= len(text) and "N" not in text[lower:upper]
            assert (value is not None) == whole
        lower, upper = guide.cut - 30, guide.cut + 30
        whole = lower >= 0 and upper <= len(text) and "N" not in text[lower:upper]
        assert (scores.microhomology is not None) == whole


def test_a_guide_of_another_text_is_a_fault_of_the_caller() -> None:
    """Scores are never read off a place that does not spell the guide."""
    with pytest.raises(ValueError, match="does not read"):
        scores_at("A" * 80, Guide(protospacer="C" * 20, pam="TGG", start=30, end=50, strand=1))
