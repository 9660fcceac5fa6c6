"""Sites are found by their bases alone: on either strand, over junctions and over the origin of a circle."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from laws.recombination_strategies import carriers, in_pieces
from loxsmith.knowledge import site, sites
from loxsmith.recombination import PlacedSite, find_sites, programme, recombine
from loxsmith.sequence import IUPAC, Feature, Molecule, Source, Span, reverse_complement
from oracle.recombination import Dna, Found, cut_at, find, table

CORES = sorted(table())
LOXP = site("loxP").sequence


def _rows(molecule: Molecule) -> list[Found]:
    return [Found(placed.start, placed.site.name, placed.strand) for placed in find_sites(molecule)]


def _only(molecule: Molecule) -> PlacedSite:
    (placed,) = find_sites(molecule)
    return placed


@pytest.mark.parametrize("name", CORES)
def test_every_site_of_the_table_is_found_on_both_strands(name: str) -> None:
    """Place, name and strand, and nothing else beside."""
    sequence = site(name).minimal
    assert _rows(Molecule.of("GGCC" + sequence + "GG")) == [Found(4, name, 1)]
    assert _rows(Molecule.of("GGCC" + reverse_complement(sequence) + "GG")) == [Found(4, name, -1)]


@pytest.mark.parametrize("name", ["loxP", "lox2272", "lox511", "FRT", "F3", "rox"])
def test_the_strand_is_that_of_the_spacer(name: str) -> None:
    """The arms mirror each other, so a turned spacer between the same arms is the site turned round."""
    entry = site(name)
    left, right = entry.left, entry.right
    if entry.family == "FRT":  # its arms differ in one base, so turning the spacer alone makes no FRT
        left, right = reverse_complement(right), reverse_complement(left)
    assert _only(Molecule.of(left + reverse_complement(entry.spacer) + right)).strand == -1


@pytest.mark.parametrize("short", [s.name.removesuffix("-48") for s in sites() if s.extended])
def test_the_long_form_of_an_frt_is_found_by_its_core(short: str) -> None:
    """The 48-bp form gives one site: its 34-bp core, on either strand."""
    long = site(f"{short}-48")
    assert _rows(Molecule.of("GG" + long.sequence)) == [Found(2 + 14, short, 1)]
    assert _rows(Molecule.of(reverse_complement(long.sequence) + "GG")) == [Found(0, short, -1)]


@given(st.sampled_from(CORES), st.integers(0, 60), st.sampled_from(sorted(set(IUPAC) - set("ACGT"))))
def test_an_ambiguous_base_never_matches(name: str, at: int, letter: str) -> None:
    """One N, or any other ambiguity letter, anywhere in the core and there is no site."""
    sequence = site(name).minimal
    at %= len(sequence)
    assert find_sites(Molecule.of(sequence[:at] + letter + sequence[at + 1 :])) == ()


def test_a_label_is_not_a_site() -> None:
    """A feature that calls itself loxP over other bases counts for nothing."""
    label = Feature(kind="protein_bind", label="loxP", segments=((0, 34),))
    assert find_sites(Molecule.of(Source(name="s", sequence="ACGT" * 10, features=(label,)))) == ()


@pytest.mark.parametrize("circular", [False, True])
@pytest.mark.parametrize("letters", ["", "A", LOXP[:-1]])
def test_what_is_too_short_holds_no_site(letters: str, circular: bool) -> None:
    """Nothing, one base, and a site that lacks one."""
    assert find_sites(Molecule.of(letters, circular=circular)) == ()


@given(st.data(), carriers())
def test_sites_equal_those_of_the_twin(data: st.DataObject, dna: Dna) -> None:
    """Whatever pieces a molecule is made of, the same sites are found, in order of position."""
    molecule = data.draw(in_pieces(dna))
    assert _rows(molecule) == find(dna)
    assert [placed.crossover for placed in find_sites(molecule)] == [cut_at(dna, row) for row in find(dna)]


@given(st.data(), carriers())
def test_turning_a_molecule_round_turns_its_sites(data: st.DataObject, dna: Dna) -> None:
    """The other strand has the same sites, from the other end and the other way."""
    molecule, length = data.draw(in_pieces(dna)), len(dna.letters)
    turned = {
        (
            (length - placed.end) % length if dna.circular else length - placed.end,
            placed.site.name,
            -placed.strand,
        )
        for placed in find_sites(molecule)
    }
    assert {tuple(row) for row in _rows(molecule.reverse_complement())} == turned


@given(st.data(), carriers(circular=True))
def test_a_circle_has_its_sites_wherever_it_is_drawn_from(data: st.DataObject, dna: Dna) -> None:
    """Rotation moves every start by as much and changes nothing else."""
    assume(len(dna.letters) >= 48)
    molecule, length = data.draw(in_pieces(dna)), len(dna.letters)
    by = data.draw(st.integers(0, length - 1))
    moved = {((row.start - by) % length, row.name, row.strand) for row in _rows(molecule)}
    assert {tuple(row) for row in _rows(molecule.rotate(by))} == moved


@pytest.mark.parametrize("by", range(1, 34))
def test_a_site_over_the_origin_is_found(by: int) -> None:
    """It starts near the end, ends past it, and its crossover lies within the circle."""
    circle = Molecule.of(LOXP + "GGCCTTAACC", circular=True).rotate(by)
    placed = _only(circle)
    assert (placed.start, placed.end) == (44 - by, 78 - by)
    assert placed.crossover == (44 - by + 17) % 44
    assert find_sites(circle.linearise(0)) == ()


@given(st.integers(1, 33), st.booleans(), st.booleans())
def test_a_site_appears_where_two_pieces_meet(cut: int, left_turned: bool, right_turned: bool) -> None:
    """Neither source holds a site; their joint does, also when a piece is read backwards."""

    def piece(text: str, turned: bool) -> Span:
        source = Source(name="half", sequence=reverse_complement(text) if turned else text)
        return Span(source, 0, len(text), -1 if turned else 1)

    left, right = piece("GG" + LOXP[:cut], left_turned), piece(LOXP[cut:] + "CC", right_turned)
    assert find_sites(Molecule([left])) == find_sites(Molecule([right])) == ()
    assert _rows(Molecule([left, right])) == [Found(2, "loxP", 1)]


def test_a_site_interrupted_by_an_insert_is_gone_and_comes_back() -> None:
    """An edit within a site destroys it; taking the insert out restores it."""
    whole = Molecule.of("GG" + LOXP + "CC")
    broken = whole.insert(20, Molecule.of("A"))
    assert find_sites(broken) == ()
    assert _rows(broken.delete(20, 21)) == [Found(2, "loxP", 1)]


def test_a_site_of_many_small_pieces_is_found() -> None:
    """Every base of it from a source of its own."""
    assert _rows(Molecule(Molecule.of(letter).spans[0] for letter in LOXP)) == [Found(0, "loxP", 1)]


@settings(max_examples=50)
@given(carriers())
def test_the_crossover_halves_the_spacer(dna: Dna) -> None:
    """Read in the site's own direction, half the core (rounded down) lies before the crossover."""
    for placed in find_sites(Molecule.of(dna.letters)):
        before = dna.letters[: placed.crossover]
        core, half = placed.site.core, len(placed.site.core) // 2
        ends = core[:half] if placed.strand == 1 else reverse_complement(core)[: len(core) - half]
        assert before.endswith(ends)


def test_a_circle_shorter_than_a_site_holds_none() -> None:
    """The first 32 bases of loxP, closed to a circle, do not make a loxP that overlaps itself."""
    circle = Molecule.of(LOXP[:32], circular=True)
    assert [find_sites(circle.rotate(by)) for by in range(32)] == [()] * 32


def test_a_site_with_an_unknown_base_is_reported_and_not_counted() -> None:
    """loxP with an N in its spacer recombines with nothing, and somebody is told."""
    doubtful = LOXP[:15] + "N" + LOXP[16:]
    molecule = Molecule.of(f"ACGT{LOXP}TTGACCA{doubtful}ACGGT")
    graph = recombine(molecule, programme("Cre"))
    assert graph.terminal == ("input",)
    assert any("may be loxP" in finding.message for finding in graph.findings)
