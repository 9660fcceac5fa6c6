"""The laws of the piece table, attacked by random edits and held against plain strings."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laws.strategies import (
    EDITS,
    Edit,
    Program,
    cuts,
    intervals,
    molecules,
    play,
    positions,
    programs,
    sources,
    step,
)
from loxsmith.sequence import Feature, Molecule, Place, Source, project
from oracle.strings import Twin, opposite

quick = settings(max_examples=60, deadline=None)
thorough = settings(max_examples=150, deadline=None)


# -- the molecule and its twin -------------------------------------------------------------------------------


@thorough
@given(programs())
def test_edits_do_what_they_do_to_a_plain_string(program: Program) -> None:
    """Any program of edits spells the same, on spans and on a string."""
    molecule, twin = play(program, Molecule.of), play(program, Twin.of)
    assert molecule.sequence == twin.letters
    assert (len(molecule), molecule.circular) == (len(twin), twin.circular)


@thorough
@given(programs())
def test_the_span_table_is_as_short_as_it_can_be(program: Program) -> None:
    """Every base keeps its provenance, and neighbours that continue each other are one span."""
    molecule, twin = play(program, Molecule.of), play(program, Twin.of)
    assert [(id(s.source), s.start, s.end, s.strand) for s in molecule.spans] == twin.runs()


@quick
@given(programs(), st.data())
def test_lift_over_agrees_with_a_walk_over_all_bases(program: Program, data: st.DataObject) -> None:
    """``locate`` and ``find`` answer what counting base by base answers."""
    molecule, twin = play(program, Molecule.of), play(program, Twin.of)
    at = data.draw(positions(len(program.first)))
    assert set(molecule.find(program.first, at)) == twin.find(program.first, at)
    places = [molecule.locate(i) for i in range(len(molecule))]
    assert tuple((id(p.source), p.position, p.strand) for p in places) == twin.provenance


# -- there and back ------------------------------------------------------------------------------------------


@quick
@given(molecules())
def test_turning_twice_changes_nothing(molecule: Molecule) -> None:
    """The other strand's other strand is the molecule."""
    assert molecule.reverse_complement().reverse_complement() == molecule


@quick
@given(molecules(), st.data())
def test_the_other_strand_spells_the_complement(molecule: Molecule, data: st.DataObject) -> None:
    """Turning the molecule, or a stretch of it, spells the complement backwards."""
    start, end = data.draw(intervals(len(molecule)))
    text = molecule.sequence
    assert molecule.reverse_complement().sequence == opposite(text)
    inverted = molecule.invert(start, end).sequence
    assert inverted == text[:start] + opposite(text[start:end]) + text[end:]


@quick
@given(molecules(), molecules(circular=False), st.data())
def test_deleting_what_was_inserted_undoes_it(
    molecule: Molecule, insert: Molecule, data: st.DataObject
) -> None:
    """Insert, then delete, gives the very same span table."""
    at = data.draw(cuts(len(molecule)))
    edited = molecule.insert(at, insert)
    assert edited.slice(at, at + len(insert)) == insert
    assert edited.delete(at, at + len(insert)) == molecule


@quick
@given(molecules(), st.data())
def test_inserting_what_was_deleted_undoes_it(molecule: Molecule, data: st.DataObject) -> None:
    """Delete, then insert, gives the very same span table."""
    start, end = data.draw(intervals(len(molecule)))
    assert molecule.delete(start, end).insert(start, molecule.slice(start, end)) == molecule


@quick
@given(molecules(), molecules(circular=False), st.data())
def test_a_replacement_can_be_undone(molecule: Molecule, insert: Molecule, data: st.DataObject) -> None:
    """Putting the old stretch back in place of the new one gives the very same span table."""
    start, end = data.draw(intervals(len(molecule)))
    edited = molecule.replace(start, end, insert)
    assert edited.replace(start, start + len(insert), molecule.slice(start, end)) == molecule


@quick
@given(molecules(), st.data())
def test_inverting_twice_changes_nothing(molecule: Molecule, data: st.DataObject) -> None:
    """A stretch turned round twice lies as it lay."""
    start, end = data.draw(intervals(len(molecule)))
    assert molecule.invert(start, end).invert(start, end) == molecule


@quick
@given(molecules(), st.data())
def test_an_excised_circle_can_go_back(molecule: Molecule, data: st.DataObject) -> None:
    """Excision and integration undo each other, wherever the circle's origin is drawn meanwhile."""
    start, end = data.draw(intervals(len(molecule)))
    rest, circle = molecule.excise(start, end)
    assert circle.circular
    assert rest.circular == molecule.circular
    assert rest.integrate(start, circle, 0) == molecule
    turn = data.draw(cuts(len(circle)))
    assert rest.integrate(start, circle.rotate(turn), len(circle) - turn) == molecule


@quick
@given(molecules(circular=True), st.data())
def test_rotating_there_and_back_changes_nothing(molecule: Molecule, data: st.DataObject) -> None:
    """A circle turned by ``a`` and by the rest of the way round is drawn as before."""
    origin = data.draw(cuts(len(molecule)))
    turned = molecule.rotate(origin)
    assert turned.sequence == molecule.sequence[origin:] + molecule.sequence[:origin]
    assert turned.rotate(len(molecule) - origin) == molecule


@quick
@given(molecules(circular=True), st.data())
def test_rotations_add_up(molecule: Molecule, data: st.DataObject) -> None:
    """Two rotations are one rotation by their sum."""
    a = data.draw(cuts(len(molecule)))
    b = data.draw(cuts(len(molecule)))
    once = (a + b) % len(molecule) if len(molecule) else 0
    assert molecule.rotate(a).rotate(b) == molecule.rotate(once)


@quick
@given(molecules(circular=False), st.data())
def test_a_circle_opened_where_it_was_closed_is_the_linear_molecule(
    molecule: Molecule, data: st.DataObject
) -> None:
    """Circularise and linearise undo each other; opened elsewhere, the ends are joined in the middle."""
    circle = molecule.circularise()
    assert circle != molecule
    assert circle.linearise(0) == molecule == circle.linearise(len(molecule))
    at = data.draw(cuts(len(molecule)))
    assert circle.linearise(at) == molecule.slice(at, len(molecule)) + molecule.slice(0, at)


@quick
@given(molecules(), st.data())
def test_a_molecule_is_the_sum_of_its_slices(molecule: Molecule, data: st.DataObject) -> None:
    """Cut anywhere, the two parts join to the same spans."""
    at = data.draw(cuts(len(molecule)))
    assert (molecule.slice(0, at) + molecule.slice(at, len(molecule))).spans == molecule.spans


@quick
@given(molecules(circular=False), molecules(circular=False), molecules(circular=False))
def test_joining_is_associative(a: Molecule, b: Molecule, c: Molecule) -> None:
    """It does not matter which joint is made first, and the other strand joins the other way round."""
    assert (a + b) + c == a + (b + c)
    turned = (a + b).reverse_complement()
    assert turned == b.reverse_complement() + a.reverse_complement()


@quick
@given(molecules(min_size=1), st.data())
def test_lifting_there_and_back_returns(molecule: Molecule, data: st.DataObject) -> None:
    """Every base is found where it was located, and every copy found is located as that base."""
    at = data.draw(positions(len(molecule)))
    place = molecule.locate(at)
    hits = molecule.find(place.source, place.position)
    assert (at, place.strand) in hits
    assert len(set(hits)) == len(hits)
    for there, strand in hits:
        assert molecule.locate(there) == Place(place.source, place.position, strand)


# -- cost ----------------------------------------------------------------------------------------------------


@quick
@given(molecules(), st.data())
def test_an_edit_adds_few_spans(molecule: Molecule, data: st.DataObject) -> None:
    """An edit adds at most the insert's spans and two cuts, however many bases it touches."""
    start, end = data.draw(intervals(len(molecule)))
    insert = data.draw(molecules(circular=False))
    had = len(molecule.spans)
    assert len(molecule.replace(start, end, insert).spans) <= had + len(insert.spans) + 2
    assert len(molecule.insert(start, insert).spans) <= had + len(insert.spans) + 1
    assert len(molecule.delete(start, end).spans) <= had + 1
    assert len(molecule.invert(start, end).spans) <= had + 2
    assert len(molecule.slice(start, end).spans) <= had
    assert len(molecule.reverse_complement().spans) == had
    rest, circle = molecule.excise(start, end)
    assert len(rest.spans) + len(circle.spans) <= had + 2
    if molecule.circular:
        assert len(molecule.rotate(start).spans) <= had + 1


class Sealed(str):
    """Bases that may be counted and not read."""

    __slots__ = ()

    def __getitem__(self, key: object) -> str:
        raise AssertionError("an edit read the bases of a source")


@quick
@given(st.lists(st.tuples(st.sampled_from(sorted(EDITS)), *[st.integers(0, 10_000)] * 3), max_size=8))
def test_no_edit_reads_a_base(drawn: list[tuple[str, int, int, int]]) -> None:
    """Edits, lift-over and features work on spans alone: the bases are never touched."""
    feature = Feature(kind="gene", label="g", segments=((100, 900), (1500, 4000)))
    source = Source(name="window", sequence=Sealed("ACGTN" * 1000), features=(feature,))
    molecule = Molecule.of(source)
    for name, a, b, c in drawn:
        molecule = step(molecule, Edit(name, a, b, c, source), Molecule.of)
    project(molecule)
    molecule.find(source, 2500)
    with pytest.raises(AssertionError, match="read the bases"):
        _ = Molecule.of(source).sequence


# -- identity and refusals -----------------------------------------------------------------------------------


@quick
@given(molecules(), st.text(max_size=5))
def test_names_do_not_count_in_equality(molecule: Molecule, name: str) -> None:
    """A renamed molecule is equal, hashes alike, and carries the new name."""
    other = molecule.renamed(name)
    assert other.name == name
    assert other == molecule
    assert hash(other) == hash(molecule)


@quick
@given(sources())
def test_sources_that_spell_alike_stay_two(source: Source) -> None:
    """Two molecules of the same letters are equal only when they are of the same source."""
    again = Source(name=source.name, sequence=source.sequence, features=source.features)
    assert Molecule.of(source) == Molecule.of(source)
    assert Molecule.of(source) != Molecule.of(again)
    assert Molecule.of(source) != source.sequence
    assert Molecule.of(source).find(again, 0) == ()


@quick
@given(molecules(), st.integers(1, 50))
def test_positions_out_of_range_are_refused(molecule: Molecule, far: int) -> None:
    """No edit takes a negative position, one past the end, or a stretch that runs backwards."""
    past = len(molecule) + far
    for start, end in [(-far, 0), (0, past), (past, past), (-far, -far), (far, 0)]:
        for edit in (molecule.slice, molecule.delete, molecule.invert, molecule.excise):
            with pytest.raises(IndexError):
                edit(start, end)
        with pytest.raises(IndexError):
            molecule.replace(start, end, Molecule.of("ACGT"))
    for at in (-far, past):
        with pytest.raises(IndexError):
            molecule.insert(at, Molecule.of("ACGT"))
        with pytest.raises(IndexError):
            molecule.locate(at)
    with pytest.raises(IndexError):
        molecule.locate(len(molecule))
    circle = Molecule(molecule.spans, circular=True)
    for at, edit in [(a, e) for a in (-far, past) for e in (circle.rotate, circle.linearise)]:
        with pytest.raises(IndexError):
            edit(at)


@quick
@given(molecules(circular=False), molecules(circular=True))
def test_the_wrong_topology_is_refused(linear: Molecule, circle: Molecule) -> None:
    """What only a line can do a circle refuses, and the other way round."""
    with pytest.raises(ValueError, match="circular"):
        _ = linear + circle
    with pytest.raises(ValueError, match="circular"):
        _ = circle + linear
    with pytest.raises(ValueError, match="circular"):
        linear.insert(0, circle)
    with pytest.raises(ValueError, match="circular"):
        circle.replace(0, 0, circle)
    with pytest.raises(ValueError, match="circular"):
        circle.circularise()
    with pytest.raises(ValueError, match="linear"):
        linear.rotate(0)
    with pytest.raises(ValueError, match="linear"):
        linear.linearise(0)
    with pytest.raises(ValueError, match="linear"):
        circle.integrate(0, linear, 0)


@quick
@given(programs())
def test_edits_leave_the_original_alone(program: Program) -> None:
    """Each edit gives a new molecule; those before it still spell what they spelled."""
    history = [Molecule.of(program.first)]
    spelled = [history[0].sequence]
    for edit in program.edits:
        history.append(step(history[-1], edit, Molecule.of))
        spelled.append(history[-1].sequence)
    assert ["".join(span.sequence for span in m.spans) for m in history] == spelled
    for a, b in combinations(history, 2):
        assert (a == b) == (a.circular == b.circular and a.spans == b.spans)
