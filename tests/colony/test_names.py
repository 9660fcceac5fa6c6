"""Symbols of alleles and strains."""

from __future__ import annotations

import doctest

from loxsmith.colony import name_alleles
from loxsmith.colony import names as module
from loxsmith.colony.names import Derived


def series(*ids: str) -> list[Derived]:
    return [Derived(id=one) for one in ids]


def test_examples_hold() -> None:
    """The documented example gives what it says."""
    assert doctest.testmod(module).failed == 0


def test_a_targeted_allele_and_what_is_made_of_it() -> None:
    """tm for ES cells, decimals for germ-line derivatives, in the order they arise."""
    made = name_alleles(
        "Kras", route="es", alleles=series("targeted", "flp", "cre"), lab="Tyj", strain="129S4/SvJae"
    )
    assert made.allele == "Kras<tm#Tyj>"
    assert made.derived == {"flp": "Kras<tm#.1Tyj>", "cre": "Kras<tm#.2Tyj>"}
    assert made.strain == "129S4/SvJae-Kras<tm#Tyj>/Tyj"


def test_two_orders_that_end_alike_share_a_symbol() -> None:
    """An allele of the same sequence as an earlier one has its symbol."""
    alleles = [*series("targeted", "flp", "cre"), Derived(id="flp_cre", same_as="cre")]
    made = name_alleles("Tnf", route="es", alleles=alleles)
    assert made.derived["flp_cre"] == made.derived["cre"] == "Tnf<tm#.2Lab>"


def test_an_edited_zygote_and_a_foreign_gene() -> None:
    """em for zygotes; a foreign gene that the locus expresses stands in parentheses."""
    assert name_alleles("Nxn", route="zygote", alleles=series("targeted")).allele == "Nxn<em#Lab>"
    made = name_alleles("Ace2", route="zygote", alleles=series("targeted"), expressed="ACE2", lab="Abc")
    assert made.allele == "Ace2<em#(ACE2)Abc>"


def test_the_ikmc_series_has_letters() -> None:
    """Reporter-tagged a, its deletion b, conditional c, its deletion d."""
    made = name_alleles(
        "Cib2", route="es", alleles=series("targeted", "flp", "cre", "flp_cre"), lettered=True
    )
    assert made.allele == "Cib2<tm#aLab>"
    assert made.derived == {"flp": "Cib2<tm#cLab>", "cre": "Cib2<tm#bLab>", "flp_cre": "Cib2<tm#dLab>"}


def test_what_is_not_known_is_said() -> None:
    """No number, laboratory or background is invented."""
    notes = " ".join(name_alleles("Tnf", route="es", alleles=series("targeted", "flp")).notes)
    for word in ("serial number", "--lab", "--strain", "germ line"):
        assert word in notes
    known = name_alleles("Tnf", route="zygote", alleles=series("targeted"), lab="Abc", strain="C57BL/6J")
    assert len(known.notes) == 1
    assert known.strain == "C57BL/6J-Tnf<em#Abc>/Abc"
