"""Letters: complements, ambiguity and translation."""

from __future__ import annotations

import pytest

from loxsmith.sequence import GENETIC_CODE, IUPAC, is_plain, reverse_complement, translate


@pytest.mark.parametrize("letter", IUPAC)
def test_a_complement_stands_for_the_complements(letter: str) -> None:
    """The complement of an ambiguity letter stands for the complements of its bases."""
    pairs = {"A": "T", "C": "G", "G": "C", "T": "A"}
    assert set(IUPAC[reverse_complement(letter)]) == {pairs[base] for base in IUPAC[letter]}


def test_every_set_of_bases_has_one_letter() -> None:
    """The fifteen letters are the fifteen non-empty sets of four bases."""
    assert len({frozenset(bases) for bases in IUPAC.values()}) == len(IUPAC) == 15


def test_the_other_strand_keeps_case() -> None:
    """Lower case stays lower case, at its mirrored place."""
    assert reverse_complement("ATGcrN") == "NygCAT"
    assert reverse_complement("") == ""


def test_loxp_turns_its_spacer_round() -> None:
    """The arms of loxP are one palindrome; only the spacer tells the strands apart."""
    arm, spacer = "ATAACTTCGTATA", "GCATACAT"
    site = arm + spacer + reverse_complement(arm)
    assert reverse_complement(site) == arm + "ATGTATGC" + reverse_complement(arm)


@pytest.mark.parametrize(("text", "plain"), [("ACGT", True), ("", True), ("ACGN", False), ("acgt", False)])
def test_plain_means_four_capital_letters(text: str, plain: bool) -> None:
    """An ambiguity letter or lower case is not plain."""
    assert is_plain(text) is plain


def test_the_code_is_the_standard_one() -> None:
    """64 codons, three of them stops, ATG and TGG the only ones for their residues (NCBI table 1)."""
    assert len(GENETIC_CODE) == 64
    assert {codon for codon, residue in GENETIC_CODE.items() if residue == "*"} == {"TAA", "TAG", "TGA"}
    assert [codon for codon, residue in GENETIC_CODE.items() if residue == "M"] == ["ATG"]
    assert [codon for codon, residue in GENETIC_CODE.items() if residue == "W"] == ["TGG"]


@pytest.mark.parametrize(
    ("codon", "residue"),
    [
        ("GCN", "A"),
        ("CTN", "L"),
        ("YTR", "L"),
        ("MGR", "R"),
        ("TAR", "*"),
        ("TRA", "*"),
        ("ATN", "X"),
        ("ATH", "I"),
        ("AAN", "X"),
        ("NNN", "X"),
        ("TGN", "X"),
    ],
)
def test_an_ambiguous_codon_is_read_where_all_readings_agree(codon: str, residue: str) -> None:
    """An ambiguous codon gives a residue only if every reading of it gives that residue."""
    assert translate(codon) == residue


def test_a_trailing_partial_codon_is_left_out() -> None:
    """One or two bases at the end are not a residue, and stops are read through."""
    assert translate("ATGTAAGGGAC") == "M*G"
    assert translate("AT") == ""
    assert translate("") == ""
