"""The slow search itself, on answers counted by hand and on published scores."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle.offtarget_naive import Weights, counts, fits, opposite, scan, scan_many, specificity

GUIDE = "ACGTACGTTTACGGCATCAA"


def places(rows: list) -> list[tuple[str, int, int, int, str, str, int]]:
    return [(r.contig, r.start, r.end, r.strand, r.sequence, r.pam, r.mismatches) for r in rows]


def test_a_guide_on_the_top_strand_is_found_where_it_was_put() -> None:
    """Four letters stand before the protospacer, and the PAM behind it."""
    rows = scan({"one": "TTTT" + GUIDE + "AGG" + "TT"}, GUIDE)
    assert places(rows) == [("one", 4, 24, 1, GUIDE, "AGG", 0)]


def test_a_guide_on_the_bottom_strand_is_found_left_of_its_reversed_pam() -> None:
    """The bottom strand holds CCN before the protospacer as the top strand is read."""
    text = "tttt" + ("CCT" + "TTGATGCCGTAAACGTACGT").lower() + "TT"
    assert places(scan({"one": text}, GUIDE)) == [("one", 7, 27, -1, GUIDE, "AGG", 0)]


def test_a_pam_before_the_protospacer() -> None:
    """TTTV stands 5' of the protospacer; TTTT is none."""
    assert places(scan({"x": "GTTTC" + GUIDE}, GUIDE, pam="TTTV", side=5, offtargets=())) == [
        ("x", 5, 25, 1, GUIDE, "TTTC", 0)
    ]
    assert places(scan({"x": "G" + opposite("TTTC" + GUIDE)}, GUIDE, pam="TTTV", side=5, offtargets=())) == [
        ("x", 1, 21, -1, GUIDE, "TTTC", 0)
    ]
    assert scan({"x": "GTTTT" + GUIDE}, GUIDE, pam="TTTV", side=5, offtargets=()) == []


@pytest.mark.parametrize("letter", ["N", "R", "-"])
def test_one_unknown_letter_in_a_window_ends_it(letter: str) -> None:
    """Also in the PAM's first place, which any base may hold."""
    for at in range(23):
        window = GUIDE + "AGG"
        assert scan({"x": window[:at] + letter + window[at + 1 :]}, GUIDE) == []


def test_mismatches_are_counted_and_limited() -> None:
    """Four letters exchanged are found at <= 4 and not at <= 3; the other PAMs count alike."""
    site = "TGCA" + GUIDE[4:]
    assert counts(scan({"x": site + "AAG"}, GUIDE)) == (0, 0, 0, 0, 1)
    assert scan({"x": site + "AAG"}, GUIDE, mismatches=3) == []
    assert scan({"x": site + "AAG"}, GUIDE, offtargets=()) == []
    assert scan({"x": site + "AGC"}, GUIDE) == []


def test_the_published_scores_come_out(shared: Path) -> None:
    """CFD and MIT of the pairs that were published with their scores."""
    weights = Weights.read(shared / "scores")
    lines = (shared / "scores/known_pairs.tsv").read_text().splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith(("#", "guide20"))]
    seen = set()
    for guide, site, pam, score, expected, tolerance, *_ in rows:
        ending = pam.replace("N", "A")
        own = {
            "CFD": weights.cfd(guide, site, ending),
            "MIT (0-100)": weights.mit(guide, site),
            "MIT/100 x CFD PAM weight": weights.mit(guide, site) / 100 * weights.pam[ending[-2:]],
        }[score]
        assert own == pytest.approx(float(expected), abs=max(float(tolerance), 1e-12)), (guide, site, score)
        seen.add(score)
    assert len(seen) == 3


def test_specificity_leaves_out_one_perfect_match_only(shared: Path) -> None:
    """A second copy scores 100, a third before NAG 25.9 by CFD and 100 by MIT; all but the first count."""
    weights = Weights.read(shared / "scores")
    one = scan({"x": GUIDE + "AGG"}, GUIDE, weights=weights)
    two = scan({"x": GUIDE + "AGG", "y": GUIDE + "TGG"}, GUIDE, weights=weights)
    three = scan({"x": GUIDE + "AAG", "y": GUIDE + "TGG"}, GUIDE, weights=weights)
    alone = scan({"x": GUIDE + "AAG"}, GUIDE, weights=weights)
    assert [specificity(rows) for rows in (one, two)] == [100, 50]
    assert specificity(three) == specificity(alone) == pytest.approx(10_000 / 125.9259259)
    assert specificity(three, score="mit") == specificity(two, score="mit") == 50
    assert specificity([]) == 100


def test_scores_only_where_they_are_defined(shared: Path) -> None:
    """A 20-mer with three letters behind it, and nothing else."""
    weights = Weights.read(shared / "scores")
    assert scan({"x": GUIDE + "AGG"}, GUIDE, weights=weights)[0].mit == 100
    assert scan({"x": "TTTA" + GUIDE}, GUIDE, pam="TTTV", side=5, weights=weights)[0].cfd is None
    assert (
        scan({"x": GUIDE + "ACGGAGT"}, GUIDE + "A", pam="NNGRRT", offtargets=(), weights=weights)[0].mit
        is None
    )


@given(
    texts=st.lists(st.text("ACGTacgtN", max_size=60), max_size=3),
    guide=st.text("ACGT", min_size=3, max_size=5),
    pam=st.sampled_from(
        [("NGG", 3, ("NAG", "NGA")), ("TV", 5, ()), ("NG", 3, ()), ("NRN", 3, ()), ("YN", 5, ("NG",))]
    ),
    mismatches=st.integers(0, 3),
)
def test_both_searches_find_the_same(
    texts: list[str], guide: str, pam: tuple[str, int, tuple[str, ...]], mismatches: int
) -> None:
    """Strings and arrays agree, order included, and every row spells what its place holds."""
    contigs = {f"c{i}": text for i, text in enumerate(texts)}
    pattern, side, others = pam
    terms = {"pam": pattern, "side": side, "offtargets": others, "mismatches": mismatches}
    rows = scan(contigs, guide, **terms)
    assert scan_many(contigs, [guide, guide[::-1]], **terms) == [rows, scan(contigs, guide[::-1], **terms)]
    for row in rows:
        there = contigs[row.contig].upper()[row.start : row.end]
        assert row.sequence == (there if row.strand == 1 else opposite(there))
        assert any(fits(row.pam, each) for each in (pattern, *others))
