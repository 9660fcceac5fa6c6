"""Molecules by example: making, showing, editing and lifting over."""

from __future__ import annotations

import pytest

from loxsmith.sequence import Molecule, Place, Source, Span

SOURCE = Source(name="src", sequence="AACCGGTTAC")


def test_a_molecule_of_letters_is_upper_cased_and_named() -> None:
    """Literal bases become a source of their own, under the molecule's name."""
    molecule = Molecule.of("acgt", name="site")
    assert molecule.sequence == "ACGT"
    assert molecule.name == "site"
    assert molecule.spans[0].source.name == "site"


def test_a_molecule_of_a_source_takes_its_name() -> None:
    """Unless told another."""
    assert Molecule.of(SOURCE).name == "src"
    assert Molecule.of(SOURCE, name="other").name == "other"


def test_a_molecule_of_nothing_has_no_span() -> None:
    """The empty molecule is there, spells nothing, and changes nothing it is joined to."""
    empty = Molecule.of("")
    assert (len(empty), empty.spans, empty.sequence) == (0, (), "")
    assert Molecule.of(SOURCE) + empty == empty + Molecule.of(SOURCE) == Molecule.of(SOURCE)


def test_repr_says_name_length_topology_and_spans() -> None:
    """One line, without the bases."""
    site = Molecule.of("ACGT", name="site")
    assert repr(site) == "<Molecule 'site' 4 bp linear, 1 spans>"
    assert repr(site.invert(1, 2).circularise()) == "<Molecule 'site' 4 bp circular, 3 spans>"


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2), (0, 11)])
def test_a_span_refuses_to_be_empty_or_leave_its_source(start: int, end: int) -> None:
    """Every span has bases, all of them on the source."""
    with pytest.raises(ValueError, match="does not fit source 'src'"):
        Span(SOURCE, start, end)


def test_a_part_of_a_flipped_span_is_counted_in_reading_direction() -> None:
    """The first two bases of the other strand are the last two of the source."""
    part = Span(SOURCE, 0, 10, -1).part(0, 2)
    assert (part.start, part.end, part.sequence) == (8, 10, "GT")


def test_the_spans_say_where_each_base_came_from() -> None:
    """An insertion cuts one span in two; what continues is joined again when it is taken out."""
    site = Molecule.of("TTTT")
    floxed = Molecule.of(SOURCE).insert(4, site)
    assert [(at, span.start, span.end) for at, span in floxed.placed_spans()] == [
        (0, 0, 4),
        (4, 0, 4),
        (8, 4, 10),
    ]
    assert len(floxed.delete(4, 8).spans) == 1


def test_excision_leaves_the_rest_and_a_circle() -> None:
    """The excised stretch is a circle, drawn from where it was cut."""
    rest, circle = Molecule.of(SOURCE).excise(2, 6)
    assert (rest.sequence, rest.topology) == ("AATTAC", "linear")
    assert (circle.sequence, circle.topology) == ("CCGG", "circular")
    assert rest.integrate(2, circle, 1).sequence == "AACGGCTTAC"


def test_lift_over_through_an_inversion() -> None:
    """A turned base is located on the other strand, mirrored within the stretch."""
    turned = Molecule.of(SOURCE).invert(2, 6)
    assert turned.locate(2) == Place(SOURCE, 5, -1)
    assert turned.find(SOURCE, 2) == ((5, -1),)
    assert turned.find(SOURCE, 7) == ((7, 1),)


def test_a_base_that_is_gone_is_not_found_and_a_repeated_one_is_found_twice() -> None:
    """``find`` answers with every copy, in molecule order."""
    molecule = Molecule.of(SOURCE)
    assert molecule.delete(2, 4).find(SOURCE, 3) == ()
    assert (molecule + molecule.reverse_complement()).find(SOURCE, 3) == ((3, 1), (16, -1))


def test_edits_keep_the_name_and_the_topology() -> None:
    """A circle stays a circle through every edit but slicing and linearising."""
    circle = Molecule.of(SOURCE, circular=True, name="plasmid")
    for edited in (
        circle.insert(1, Molecule.of("A")),
        circle.delete(0, 3),
        circle.invert(1, 4),
        circle.rotate(4),
    ):
        assert (edited.name, edited.topology) == ("plasmid", "circular")
    assert circle.slice(0, 3).topology == "linear"
    assert circle.linearise(3).topology == "linear"


def test_a_refusal_names_the_stretch_and_the_molecule() -> None:
    """The message says what was asked and of what."""
    with pytest.raises(IndexError, match=r"8\.\.12 does not lie within <Molecule 'src' 10 bp"):
        Molecule.of(SOURCE).delete(8, 12)
    with pytest.raises(ValueError, match="cannot rotate a linear molecule"):
        Molecule.of(SOURCE).rotate(1)
    with pytest.raises(ValueError, match="linearise it first"):
        Molecule.of(SOURCE).insert(0, Molecule.of("A", circular=True))


def test_a_molecule_equals_no_other_kind_of_thing() -> None:
    """A molecule is not its letters."""
    assert Molecule.of("ACGT") != "ACGT"
