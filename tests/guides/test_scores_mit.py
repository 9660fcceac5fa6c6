"""The MIT score of one off-target, of many at once, and the specificity that hits add up to."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loxsmith.errors import RequestError
from loxsmith.guides import aggregate, cfd, cfd_hits, mit_hit, mit_hits
from loxsmith.knowledge import cfd_pam, mit_weights
from loxsmith.sequence import encode
from oracle.scores import slow_mit

twenties = st.text("ACGT", min_size=20, max_size=20)
rows = st.lists(st.lists(st.booleans(), min_size=20, max_size=20), max_size=12)


def other(base: str) -> str:
    """A base that differs."""
    return "ACGT"[("ACGT".index(base) + 1) % 4]


def mutated(guide: str, row: list[bool]) -> str:
    """The guide with another base wherever the row says so."""
    return "".join(other(base) if changed else base for base, changed in zip(guide, row, strict=True))


def test_published_pairs_get_their_published_score(shared: Path) -> None:
    """Every MIT row of the table of known pairs comes out, within the row's own tolerance."""
    lines = (shared / "scores" / "known_pairs.tsv").read_text(encoding="utf-8").splitlines()
    found = 0
    for row in csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"):
        if not row["score"].startswith("MIT"):
            continue
        found += 1
        score = mit_hit(row["guide20"], row["offtarget20"])
        if row["score"] == "MIT/100 x CFD PAM weight":
            score *= cfd_pam()[row["offtarget_pam"][-2:]] / 100
        assert score == pytest.approx(float(row["expected"]), abs=float(row["tolerance"])), row
        assert score == pytest.approx(float(row["recomputed"]), rel=1e-10), row
    assert found == 11


@given(twenties, st.lists(st.booleans(), min_size=20, max_size=20))
def test_the_score_is_the_product_of_three_factors(guide: str, row: list[bool]) -> None:
    """Weights, spacing and number of the mismatches, as the slow twin multiplies them; 0 to 100."""
    score = mit_hit(guide, mutated(guide, row))
    assert score == pytest.approx(slow_mit(guide, mutated(guide, row)), rel=1e-12)
    assert 0 <= score <= 100


@given(twenties, twenties)
def test_the_score_does_not_change_when_guide_and_site_change_places(guide: str, site: str) -> None:
    """Only where they differ counts, not how; case of letters does not matter."""
    assert mit_hit(guide, site) == mit_hit(site, guide) == mit_hit(guide.lower(), site)


@given(twenties, rows)
def test_many_at_once_score_as_each_alone(guide: str, mismatches: list[list[bool]]) -> None:
    """The twin over a matrix gives the very same numbers, for no row too."""
    matrix = np.array(mismatches, dtype=np.bool_).reshape(-1, 20)
    alone = [mit_hit(guide, mutated(guide, row)) for row in mismatches]
    assert mit_hits(matrix).tolist() == alone


def test_the_mean_distance_is_not_rounded_down() -> None:
    """Mismatches at 18, 19 and 6 of 20 lie 6.5 apart on average, not 6."""
    row = [place in (5, 17, 18) for place in range(20)]
    left = (1 - 0.395) * (1 - 0.804) * (1 - 0.685)
    expected = 100 * left / (4 * (19 - 6.5) / 19 + 1) / 9
    assert mit_hit("A" * 20, mutated("A" * 20, row)) == pytest.approx(expected, rel=1e-12)


def test_one_mismatch_costs_its_own_weight_and_nothing_else() -> None:
    """Spacing and number play no part for a single one."""
    for place, weight in enumerate(mit_weights()):
        site = "A" * place + "C" + "A" * (19 - place)
        assert mit_hit("A" * 20, site) == pytest.approx(100 * (1 - weight))


def test_a_specificity_halves_with_one_perfect_hit() -> None:
    """Hits are on the scale 0-100: none leaves 100, one perfect match 50, nine 10."""
    assert aggregate([]) == 100
    assert aggregate([100]) == 50
    assert aggregate([100] * 9) == 10
    assert aggregate(iter([25.0, 75.0])) == 50


@given(st.lists(st.floats(0, 100), max_size=20), st.floats(0, 100))
def test_a_further_hit_never_raises_the_specificity(hits: list[float], further: float) -> None:
    """It lies between 0 and 100 and falls with every hit."""
    assert 0 < aggregate([*hits, further]) <= aggregate(hits) <= 100


@pytest.mark.parametrize(("guide", "site"), [("A" * 19, "A" * 20), ("A" * 20, "A" * 19 + "N")])
def test_what_cannot_be_compared_is_refused(guide: str, site: str) -> None:
    """A short guide or an ambiguous base is a request error, not a number."""
    with pytest.raises(RequestError, match="20 bases"):
        mit_hit(guide, site)


@given(twenties, st.lists(st.tuples(twenties, st.text("ACGT", min_size=2, max_size=2)), max_size=8))
def test_many_cfds_at_once_are_those_of_each_alone(guide: str, windows: list[tuple[str, str]]) -> None:
    """The twin over codes gives the very same numbers, for no row too."""
    sites = np.array([encode(site) for site, _ in windows], dtype=np.uint8).reshape(-1, 20)
    pams = np.array([encode(pam) for _, pam in windows], dtype=np.uint8).reshape(-1, 2)
    assert cfd_hits(encode(guide), sites, pams).tolist() == [cfd(guide, *window) for window in windows]


def test_an_ambiguous_letter_has_no_cfd() -> None:
    """Code 4 in a site or PAM gives no number for its row alone; in a guide it is refused."""
    guide = encode("ACGT" * 5)
    sites = np.stack([guide, encode("N" + "CGTA" * 4 + "CGT"), guide])
    pams = np.array([[2, 2], [2, 2], [2, 4]], dtype=np.uint8)
    scores = cfd_hits(guide, sites, pams)
    assert scores[0] == 1
    assert np.isnan(scores[1:]).all()
    with pytest.raises(RequestError):
        cfd_hits(encode("N" * 20), sites, pams)
