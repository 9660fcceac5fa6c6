"""The CFD score of one guide on one window."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loxsmith.errors import RequestError
from loxsmith.guides import cfd
from oracle.guides import slow_cfd

twenties = st.text("ACGT", min_size=20, max_size=20)
pams = st.text("ACGT", min_size=3, max_size=3)


def test_published_pairs_get_their_published_score(shared: Path) -> None:
    """Every CFD row of the table of known pairs comes out, within the row's own tolerance."""
    lines = (shared / "scores" / "known_pairs.tsv").read_text(encoding="utf-8").splitlines()
    rows = [
        row
        for row in csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        if row["score"] == "CFD"
    ]
    assert len(rows) >= 15
    for row in rows:
        score = cfd(row["guide20"], row["offtarget20"], row["offtarget_pam"])
        assert score == pytest.approx(float(row["expected"]), abs=float(row["tolerance"])), row


@given(twenties, twenties, pams)
def test_the_score_is_the_product_of_the_published_weights(guide: str, site: str, pam: str) -> None:
    """Any guide on any window scores what the weights multiply to, never above 1."""
    assert cfd(guide, site, pam) == slow_cfd(guide, site, pam)
    assert 0 <= cfd(guide, site, pam) <= 1


@given(twenties, pams)
def test_the_first_pam_base_never_counts(guide: str, pam: str) -> None:
    """Two or three PAM letters give one score, in either case of letters."""
    assert cfd(guide, guide, pam) == cfd(guide.lower(), guide, pam[1:].lower())


@pytest.mark.parametrize(
    ("guide", "site", "pam"),
    [
        ("A" * 19, "A" * 20, "TGG"),
        ("A" * 20, "A" * 19 + "N", "TGG"),
        ("A" * 20, "A" * 20, "TGN"),
        ("A" * 20, "A" * 20, "TTGG"),
    ],
)
def test_what_has_no_weight_is_refused(guide: str, site: str, pam: str) -> None:
    """A short guide, an ambiguous base or an unknown PAM is a request error, not a number."""
    with pytest.raises(RequestError):
        cfd(guide, site, pam)
