"""Features on molecules by example."""

from __future__ import annotations

import pytest

from loxsmith.sequence import Feature, Molecule, Source, project

EXON = Feature(kind="exon", label="e1", segments=((4, 10),), strand=-1)
CDS = Feature(kind="CDS", label="cds", segments=((4, 10), (14, 18)))
SITE = Feature(kind="misc_feature", label="any", segments=((0, 2),), strand=0)
SOURCE = Source(name="src", sequence="ACGTACGTACGTACGTACGT", features=(EXON, CDS, SITE))
LOX = Source(
    name="lox",
    sequence="TTTTT",
    features=(Feature(kind="protein_bind", label="lox", segments=((0, 5),)),),
)


def _shown(molecule: Molecule) -> dict[str, tuple[tuple[tuple[int, int, int], ...], str, int]]:
    return {copy.feature.label: (copy.pieces, copy.state, copy.strand) for copy in project(molecule)}


def test_an_untouched_source_shows_its_features_whole() -> None:
    """Each in its place and on its strand, in molecule order, the longer one first."""
    assert [copy.feature.label for copy in project(Molecule.of(SOURCE))] == ["any", "cds", "e1"]
    assert _shown(Molecule.of(SOURCE)) == {
        "any": (((0, 2, 1),), "whole", 0),
        "e1": (((4, 10, 1),), "whole", -1),
        "cds": (((4, 10, 1), (14, 18, 1)), "whole", 1),
    }


def test_a_site_put_into_an_exon_interrupts_it() -> None:
    """The exon keeps both halves; the site is whole between them."""
    shown = _shown(Molecule.of(SOURCE).insert(6, Molecule.of(LOX)))
    assert shown["e1"] == (((4, 6, 1), (11, 15, 1)), "interrupted", -1)
    assert shown["lox"] == (((6, 11, 1),), "whole", 1)


def test_a_site_put_into_an_intron_interrupts_the_transcript_and_no_exon() -> None:
    """What lies between the exons counts for the feature that joins them."""
    shown = _shown(Molecule.of(SOURCE).insert(12, Molecule.of(LOX)))
    assert shown["e1"][1] == "whole"
    assert shown["cds"][1] == "interrupted"


def test_a_deletion_cuts_what_it_touches() -> None:
    """The rest of the feature is still shown, as cut; a feature that is gone is not."""
    shown = _shown(Molecule.of(SOURCE).delete(0, 6))
    assert shown == {
        "e1": (((0, 4, 1),), "cut", -1),
        "cds": (((0, 4, 1), (8, 12, 1)), "cut", 1),
    }


def test_an_inverted_feature_is_whole_on_the_other_strand() -> None:
    """A feature that is turned as a whole changes strand and nothing else."""
    shown = _shown(Molecule.of(SOURCE).invert(3, 11))
    assert shown["e1"] == (((4, 10, -1),), "whole", 1)
    assert shown["cds"] == (((4, 10, -1), (14, 18, 1)), "interrupted", 0)


def test_an_exon_turned_in_its_place_breaks_the_transcript() -> None:
    """The second exon lies where it lay, the other way round: the feature that joins them is not whole."""
    shown = _shown(Molecule.of(SOURCE).invert(14, 18))
    assert shown["cds"] == (((4, 10, 1), (14, 18, -1)), "interrupted", 0)
    assert shown["e1"][1] == "whole"


def test_exons_turned_together_are_whole_and_in_molecule_order() -> None:
    """On the other strand the last exon comes first."""
    shown = _shown(Molecule.of(SOURCE).reverse_complement())
    assert shown["cds"] == (((2, 6, -1), (10, 16, -1)), "whole", -1)


def test_a_feature_turned_in_part_has_no_strand() -> None:
    """Half an exon inverted: every base is there, and the pieces disagree."""
    shown = _shown(Molecule.of(SOURCE).invert(7, 12))
    assert shown["e1"] == (((4, 7, 1), (9, 12, -1)), "interrupted", 0)


@pytest.mark.parametrize("origin", [0, 5, 8, 12, 16, 20])
def test_a_feature_over_the_origin_is_whole(origin: int) -> None:
    """Where a circle is drawn from is nothing to its features."""
    shown = _shown(Molecule.of(SOURCE, circular=True).rotate(origin))
    assert {label: state for label, (_, state, _) in shown.items()} == dict.fromkeys(shown, "whole")
    assert len(shown) == 3


def test_a_feature_over_the_ends_of_a_line_is_interrupted() -> None:
    """The same halves on an open molecule do not meet."""
    opened = Molecule.of(SOURCE, circular=True).linearise(7)
    assert _shown(opened)["e1"] == (((0, 3, 1), (17, 20, 1)), "interrupted", -1)


def test_a_part_used_twice_is_shown_twice() -> None:
    """A floxed stretch has two lox sites of one source."""
    floxed = Molecule.of(SOURCE).insert(12, Molecule.of(LOX)).insert(2, Molecule.of(LOX))
    sites = [copy for copy in project(floxed) if copy.source is LOX]
    assert [(copy.start, copy.end, copy.state) for copy in sites] == [(2, 7, "whole"), (17, 22, "whole")]


def test_a_molecule_without_features_shows_none() -> None:
    """Literal bases carry no features, and neither does nothing at all."""
    assert project(Molecule.of("ACGT")) == ()
    assert project(Molecule.of("")) == ()
