"""The pictures that a document gives."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest

from loxsmith.package.pictures import pictures
from package import examples


def texts(svg: str) -> list[str]:
    """Return the words drawn, without those shown on hover."""
    root = ElementTree.fromstring(svg)
    return [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")] + [
        (title.tail or "") for text in root.iter("{http://www.w3.org/2000/svg}text") for title in text
    ]


@pytest.mark.parametrize("name", examples.ALL)
def test_every_picture_is_well_formed_and_repeatable(name: str) -> None:
    """Every picture parses as XML, and drawing twice gives the same bytes."""
    drawn = pictures(examples.ALL[name]())
    assert drawn == pictures(examples.ALL[name]())
    for svg in drawn.values():
        ElementTree.fromstring(svg)


def test_which_pictures_there_are() -> None:
    """Series, locus, one map per molecule, and the wrong outcomes only when there are any."""
    assert list(pictures(examples.conditional())) == [
        "alleles.svg",
        "locus.svg",
        "vector.svg",
        "unintended.svg",
    ]
    assert list(pictures(examples.oligo())) == ["alleles.svg", "locus.svg", "donor.svg"]


def test_the_series_shows_each_sequence_once() -> None:
    """Four rows for the conditional allele: circles and equal ends are left out, wrong outcomes too."""
    words = texts(pictures(examples.conditional())["alleles.svg"])
    assert [w for w in words if w in ("wild type", "after Flp", "after Cre")] == [
        "wild type",
        "after Flp",
        "after Cre",
    ]
    assert "no full-length Zzt1" in words
    assert "pUC" not in words
    assert words.count("exon 4") == 4
    assert words.count("loxP") == 2 + 2 + 1


def test_the_locus_counts_genome_positions_on_both_sides_of_the_cassette() -> None:
    """Every exon keeps its genome position on the targeted allele, and the cassette has none."""
    svg = pictures(examples.conditional())["locus.svg"]
    last = examples.LAST
    assert f"genome {last - 20_339:,}–{last - 20_150:,}" in svg
    assert f"genome {last - 20_859:,}–{last - 20_800:,}" in svg
    stop = re.search(r"STOP \[stop\][^<]*", svg)
    assert stop is not None
    assert "genome" not in stop.group()


def test_the_locus_shows_both_arms_outside_the_cassette() -> None:
    """Arms are placed by their genome positions: the cassette stands between them."""
    svg = pictures(examples.conditional())["locus.svg"]
    last, cut_in = examples.LAST, examples.CUT_IN
    assert f"genome {last - cut_in + 1:,}–{last - cut_in + 4_000:,}" in svg
    assert f"genome {last - cut_in - 4_199:,}–{last - cut_in:,}" in svg


def test_the_chosen_guide_is_drawn_where_it_cuts() -> None:
    """Only the chosen guide stands on the locus, between the bases it cuts."""
    document = examples.oligo()
    svg = pictures(document)["locus.svg"]
    words = texts(svg)
    assert "G1" in words
    assert "G2" not in words
    first = 20_000 - 250  # the crop: the gene and a margin
    boundary = examples.LAST - document.guides[0].cut - first
    assert f"G1 [guide]: between bases {boundary:,} and {boundary + 1:,}" in svg


def test_a_long_gene_is_cropped_to_what_changes() -> None:
    """When the gene is longer than a page can hold, the series shows the change with the exons beside it."""
    document = examples.oligo()
    target = document.target.model_copy(update={"start": examples.FIRST + 1_000})
    wild, goal = document.alleles
    far = examples.drawn("exon", "exon 5", 44_000, 44_300)
    alleles = tuple(a.model_copy(update={"features": (*a.features, far)}) for a in (wild, goal))
    words = texts(pictures(document.model_copy(update={"target": target, "alleles": alleles}))["alleles.svg"])
    assert "exon 4" in words
    assert "exon 5" not in words


def test_what_went_wrong_is_drawn_to_its_end() -> None:
    """Two copies in a row show every part twice, the UTR behind them too, and measure out what is too much."""
    words = texts(pictures(examples.conditional())["unintended.svg"])
    assert words.count("STOP") == 1 + 2 + 1
    assert words.count("exon 4") == 1 + 2 + 1
    assert "15,000 bp more than intended" in words
    assert [w for w in words if "more than intended" in w] == ["15,000 bp more than intended"]
