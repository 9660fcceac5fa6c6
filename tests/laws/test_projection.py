"""The laws of features on molecules: never dropped, told apart, and whole only where they are whole."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from laws.strategies import Program, cuts, intervals, molecules, play, programs, sources
from loxsmith.sequence import Feature, Molecule, Projected, Source, project
from oracle.strings import Twin, bases_of, opposite

quick = settings(max_examples=60, deadline=None)
thorough = settings(max_examples=150, deadline=None)


def _copies(molecule: Molecule) -> dict[tuple[int, Feature], list[Projected]]:
    copies: dict[tuple[int, Feature], list[Projected]] = {}
    for copy in project(molecule):
        copies.setdefault((id(copy.source), copy.feature), []).append(copy)
    return copies


def _positions(copy: Projected) -> list[int]:
    return [at for start, end, _ in copy.pieces for at in range(start, end)]


def _carried(molecule: Molecule) -> list[tuple[Source, Feature]]:
    """Every feature of every source on the molecule, one that a source has twice taken once."""
    carriers = {id(span.source): span.source for span in molecule.spans}
    return [(source, f) for source in carriers.values() for f in dict.fromkeys(source.features)]


@thorough
@given(programs())
def test_no_base_of_a_feature_is_dropped(program: Program) -> None:
    """The pieces of all copies of a feature cover each of its bases on the molecule, and nothing else.

    A source that carries two equal features shows each of them, so a base may count that often.
    """
    molecule, twin = play(program, Molecule.of), play(program, Twin.of)
    copies = _copies(molecule)
    for source, feature in _carried(molecule):
        told = Counter(at for copy in copies.pop((id(source), feature), []) for at in _positions(copy))
        times = source.features.count(feature)
        assert told == dict.fromkeys(twin.showing(source, feature), times)
    assert not copies


@thorough
@given(molecules())
def test_a_copy_has_each_base_of_its_feature_once(molecule: Molecule) -> None:
    """Pieces stand in molecule order, on the strand they say, and no copy has a base twice."""
    for copy in project(molecule):
        at = _positions(copy)
        assert at == sorted(set(at))
        places = [molecule.locate(i) for i in at]
        assert all(place.source is copy.source for place in places)
        assert [p.strand for p in places] == [s for start, end, s in copy.pieces for _ in range(start, end)]
        own = [place.position for place in places]
        assert len(own) == len(set(own))
        assert set(own) <= bases_of(copy.feature)
        assert (copy.state == "cut") == (set(own) != bases_of(copy.feature))
        assert (copy.start, copy.end) == (at[0], at[-1] + 1)


@thorough
@given(molecules())
def test_pieces_spell_what_the_feature_spells_on_its_source(molecule: Molecule) -> None:
    """Read strand by strand and put in source order, a copy that is not cut spells the feature."""
    for copy in project(molecule):
        letters = {}
        for start, end, strand in copy.pieces:
            stretch = molecule.sequence[start:end]
            for i, letter in enumerate(stretch):
                letters[molecule.locate(start + i).position] = letter if strand == 1 else opposite(letter)
        assert all(copy.source.sequence[at] == letter for at, letter in letters.items())
        if copy.state == "whole" and not molecule.circular:
            strand = copy.pieces[0][2]
            spelled = "".join(molecule.sequence[start:end] for start, end, _ in copy.pieces)
            expected = "".join(copy.source.sequence[at] for at in sorted(bases_of(copy.feature)))
            assert spelled == (expected if strand == 1 else opposite(expected))


@thorough
@given(programs())
def test_a_whole_copy_lies_as_on_its_source(program: Program) -> None:
    """In a whole copy any two bases are as far apart, and the same way round, as on the source."""
    molecule: Molecule = play(program, Molecule.of)
    turn = len(molecule) if molecule.circular else 0
    for copy in project(molecule):
        if copy.state != "whole":
            continue
        assert copy.feature.end - copy.feature.start <= len(molecule)
        lies = {molecule.locate(at).position: at for at in _positions(copy)}
        strand = copy.pieces[0][2]
        assert {s for _, _, s in copy.pieces} == {strand}
        origins = {at - strand * place for place, at in lies.items()}
        assert len({origin % turn if turn else origin for origin in origins}) == 1


@thorough
@given(programs())
def test_every_unbroken_copy_is_reported_whole(program: Program) -> None:
    """Where the stretch under a feature lies unbroken, over the origin too, that copy is whole."""
    molecule, twin = play(program, Molecule.of), play(program, Twin.of)
    copies = _copies(molecule)
    for source, feature in _carried(molecule):
        whole = [
            frozenset(_positions(c)) for c in copies.get((id(source), feature), []) if c.state == "whole"
        ]
        assert set(twin.unbroken(source, feature)) <= set(whole)


@quick
@given(sources(), sources(), st.data())
def test_an_insertion_interrupts_a_feature(source: Source, insert: Source, data: st.DataObject) -> None:
    """A feature with something put inside keeps every base and is interrupted; beside it, it stays whole."""
    at = data.draw(cuts(len(source)))
    copies = _copies(Molecule.of(source).insert(at, Molecule.of(insert)))
    for feature in source.features:
        states = {copy.state for copy in copies[id(source), feature]}
        assert states == {"interrupted" if feature.start < at < feature.end else "whole"}


@quick
@given(sources(min_size=2), st.data())
def test_a_deletion_cuts_a_feature(source: Source, data: st.DataObject) -> None:
    """A feature that lost some bases is cut; one that lost all is gone; one that lost none is not cut."""
    start, end = data.draw(intervals(len(source)))
    copies = _copies(Molecule.of(source).delete(start, end))
    for feature in source.features:
        lost = bases_of(feature) & set(range(start, end))
        states = {copy.state for copy in copies.get((id(source), feature), [])}
        if lost == bases_of(feature):
            assert not states
        else:
            assert (states == {"cut"}) == bool(lost)


@quick
@given(sources(), st.booleans(), sources())
def test_two_copies_are_reported_twice(source: Source, turned: bool, spacer: Source) -> None:
    """A source that lies on the molecule twice shows each of its features twice, whole, on its strand."""
    one = Molecule.of(source)
    other = one.reverse_complement() if turned else one
    copies = _copies(one + Molecule.of(spacer) + other)
    for feature in set(source.features):
        found = copies[id(source), feature]
        assert [copy.state for copy in found] == ["whole"] * 2 * source.features.count(feature)
        assert {copy.strand for copy in found} == {feature.strand, feature.strand * (-1 if turned else 1)}


@quick
@given(sources(), st.data())
def test_features_over_the_origin_are_whole(source: Source, data: st.DataObject) -> None:
    """However a circle is drawn, each feature is there once and whole."""
    molecule = Molecule.of(source, circular=True).rotate(data.draw(cuts(len(source))))
    if data.draw(st.booleans()):
        molecule = molecule.reverse_complement()
    found = project(molecule)
    assert Counter(copy.feature for copy in found) == Counter(source.features)
    assert {copy.state for copy in found} <= {"whole"}


@quick
@given(molecules(circular=False))
def test_features_turn_with_the_molecule(molecule: Molecule) -> None:
    """Drawn from the other strand, each feature base lies mirrored, on the other strand."""
    length = len(molecule)

    def bases(subject: Molecule) -> Counter[tuple[int, Feature, int, int]]:
        return Counter(
            (id(copy.source), copy.feature, at, strand)
            for copy in project(subject)
            for start, end, strand in copy.pieces
            for at in range(start, end)
        )

    mirrored = Counter({(s, f, length - 1 - at, -w): n for (s, f, at, w), n in bases(molecule).items()})
    assert bases(molecule.reverse_complement()) == mirrored


def test_a_partial_copy_takes_nothing_from_a_whole_one_over_the_origin() -> None:
    """A stray half of a feature elsewhere on a circle does not break the copy that lies over the origin."""
    feature = Feature(kind="CDS", label="f", segments=((0, 4),))
    one = Molecule.of(Source(name="s", sequence="ACGT", features=(feature,)))
    circle = (one + one.slice(0, 2)).circularise()
    for origin in range(7):
        states = sorted(copy.state for copy in project(circle.rotate(origin)) if len(_positions(copy)) == 4)
        assert states == ["whole"], f"drawn from base {origin}"


def test_exons_do_not_become_whole_by_going_round_a_small_circle() -> None:
    """Exons joined without their intron are interrupted, though the intron be as long as the circle."""
    feature = Feature(kind="CDS", label="f", segments=((0, 3), (9, 12)))
    source = Source(name="s", sequence="ACGTTTTTTACG", features=(feature,))
    spliced = Molecule.of(source).delete(3, 9)
    assert [copy.state for copy in project(spliced)] == ["interrupted"]
    assert [copy.state for copy in project(spliced.circularise())] == ["interrupted"]
