"""What a changed protein is called."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loxsmith.recombination import consequence
from loxsmith.recombination.consequence import describe

WILD = "MKTAYIAKQRQISFVKSHFS"


@pytest.mark.parametrize(
    ("protein", "said"),
    [
        (WILD, "protein identical to wild type"),
        ("", "no protein"),
        (WILD[:3] + "R" + WILD[4:], "p.Ala4Arg"),
        (WILD[:3] + "RW" + WILD[5:], "p.Ala4Arg; p.Tyr5Trp"),
        (WILD[:12], "truncated: residues 1-12 of 20 remain"),
        (WILD[:5] + WILD[9:], "residues 6-9 of 20 are missing"),
        (WILD + "GSG", "wild-type protein with 3 residues added at its C-terminus"),
        ("M" + "GGW" + WILD[1:], "wild-type protein with 3 residues added behind its first methionine"),
        ("MGG" + WILD, "wild-type protein with 3 residues added behind its first methionine"),
        (WILD[:9] + "WWW" + WILD[9:], "wild-type protein with 3 residues inserted behind residue 9"),
        (WILD[:9] + "WWW", "residues 1-9 of 20 with 3 other residues in place of 11"),
        ("WWWCC", "a protein of 5 residues with nothing of the wild type's 20"),
    ],
)
def test_each_kind_of_change_has_its_phrase(protein: str, said: str) -> None:
    """Missense, truncation, loss, addition at either end, insertion and frameshift are told apart."""
    assert describe(WILD, protein) == said


@given(protein=st.text("ACDEFGHIKLMNPQRSTVWYX", max_size=40))
def test_only_the_wild_type_is_called_identical(protein: str) -> None:
    """Any text gets a phrase, and none but the wild type is called identical."""
    assert (describe(WILD, protein) == "protein identical to wild type") == (protein == WILD)


def test_the_examples_in_the_docstrings_hold() -> None:
    """Doctests of the module pass."""
    assert doctest.testmod(consequence).failed == 0
