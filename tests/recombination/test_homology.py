"""Homologous recombination: arms found by alignment, and the alleles that come of them."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loxsmith.errors import DataError
from loxsmith.recombination.homology import Targeting, target
from loxsmith.sequence import Feature, Molecule, Source, project, reverse_complement
from oracle.homology import targeted as targeted_slowly

LOXP = "ATAACTTCGTATAGCATACATTATACGAAGTTAT"


def bases(count: int, seed: int) -> str:
    """Return random bases, always the same for a seed."""
    return "".join(random.Random(seed).choices("ACGT", k=count))


def with_snps(text: str, count: int, seed: int) -> str:
    """Change ``count`` bases, none of them within 20 of an end."""
    letters = list(text)
    for at in random.Random(seed).sample(range(20, len(text) - 20), count):
        letters[at] = "ACGT"["ACGT".index(letters[at]) - 1]
    return "".join(letters)


def hit(locus: str, vector: str, *, circular: bool = False) -> Targeting:
    """Target plain sequences."""
    return target(Molecule.of(locus, name="locus"), Molecule.of(vector, name="vector", circular=circular))


def by_id(targeting: Targeting) -> dict[str, str]:
    """Return the outcomes' sequences by id."""
    return {outcome.id: outcome.molecule.sequence for outcome in targeting.outcomes}


LOCUS = bases(20_000, 1)
INSERT = bases(3_000, 2)
BACKBONE = bases(2_500, 3)
VECTOR = LOCUS[6000:9000] + INSERT + LOCUS[9000:13000]
ALLELE = LOCUS[:9000] + INSERT + LOCUS[9000:]


@pytest.mark.parametrize("circular", [False, True])
def test_an_insert_enters_between_its_arms(circular: bool) -> None:
    """A replacement vector puts its insert where the arms meet, and leaves its backbone behind."""
    found = hit(LOCUS, VECTOR + BACKBONE, circular=circular)
    assert found.targeted.sequence == ALLELE
    assert [d.kind for d in found.differences] == ["insertion"]
    assert found.arms["5p"].length == pytest.approx(3000, abs=10)
    assert found.arms["3p"].length == pytest.approx(4000, abs=10)
    assert found.arms["5p"].identity == 1.0
    assert found.internal == ()
    assert found.warnings == ()


@settings(deadline=None, max_examples=25)
@given(st.integers(0, len(VECTOR + BACKBONE) - 1), st.booleans())
def test_flipping_or_rotating_a_plasmid_changes_nothing(origin: int, flip: bool) -> None:
    """A circle has neither a first base nor a top strand."""
    circle = VECTOR + BACKBONE
    turned = circle[origin:] + circle[:origin]
    found = hit(LOCUS, reverse_complement(turned) if flip else turned, circular=True)
    straight = hit(LOCUS, circle, circular=True)
    assert by_id(found) == by_id(straight)
    assert found.vector.sequence == straight.vector.sequence
    assert (found.arms, found.differences, found.warnings) == (
        straight.arms,
        straight.differences,
        straight.warnings,
    )


def test_turning_locus_and_vector_round_turns_the_allele_round() -> None:
    """A locus drawn on its other strand gives the same allele on its other strand."""
    found = hit(reverse_complement(LOCUS), VECTOR + BACKBONE, circular=True)
    assert reverse_complement(found.targeted.sequence) == ALLELE
    assert found.arms["5p"].length == pytest.approx(4000, abs=10)
    assert found.strand == -1


def test_twelve_snps_in_a_three_kb_arm_are_carried_over() -> None:
    """Strain polymorphisms lower the arm's identity and enter with the arm."""
    arm = with_snps(LOCUS[6000:9000], 12, 4)
    found = hit(LOCUS, arm + INSERT + LOCUS[9000:13000] + BACKBONE, circular=True)
    assert found.targeted.sequence == LOCUS[:6000] + arm + INSERT + LOCUS[9000:]
    assert found.arms["5p"].length == 3000
    assert found.arms["5p"].identity == pytest.approx(1 - 12 / 3000)
    assert sum(d.kind == "substitution" for d in found.differences) == 12


def test_small_indels_in_an_arm_split_it_into_blocks() -> None:
    """Gains and losses of 1 to 10 bp in an arm are small differences; the arm goes on behind them."""
    arm = LOCUS[6000:7000] + LOCUS[7007:8000] + "ACGTTGCATG" + LOCUS[8000:8990] + "T" + LOCUS[8990:9000]
    found = hit(LOCUS, arm + INSERT + LOCUS[9000:13000])
    assert found.targeted.sequence == LOCUS[:6000] + arm + INSERT + LOCUS[9000:]
    assert found.arms["5p"].locus_start == 6000
    assert found.arms["5p"].locus_end == pytest.approx(9000, abs=3)
    assert {d.size for d in found.differences} >= {7, 10}
    assert 0.99 < found.arms["5p"].identity < 1


@pytest.mark.parametrize("flip", [False, True])
def test_an_asymmetric_ssodn_brings_two_changes_fifty_bases_apart(flip: bool) -> None:
    """36 and 91 nt beyond the outermost changes are arms enough; the stretch between is internal."""
    at, wild = 9000, LOCUS
    first, second = ("C" if wild[at] != "C" else "G"), ("C" if wild[at + 50] != "C" else "G")
    edited = wild[:at] + first + wild[at + 1 : at + 50] + second + wild[at + 51 :]
    oligo = edited[at - 36 : at + 51 + 91]
    found = hit(wild, reverse_complement(oligo) if flip else oligo)
    assert found.targeted.sequence == edited
    assert [(d.locus_start, d.locus_end, d.kind) for d in found.differences] == [
        (at, at + 1, "substitution"),
        (at + 50, at + 51, "substitution"),
    ]
    assert (found.arms["5p"].length, found.arms["3p"].length) == (36, 91)
    assert [(a.locus_start, a.locus_end) for a in found.internal] == [(at + 1, at + 50)]
    lost = by_id(found)["edit_lost"]
    assert lost in (wild[: at + 50] + second + wild[at + 51 :], wild[:at] + first + wild[at + 1 :])


def test_a_donor_can_delete_and_replace_genomic_bases() -> None:
    """Locus bases that the vector leaves out go; those it exchanges are exchanged."""
    gone = hit(LOCUS, LOCUS[6000:9000] + LOCUS[9600:12000])
    assert gone.targeted.sequence == LOCUS[:9000] + LOCUS[9600:]
    assert [(d.kind, d.size) for d in gone.differences] == [("deletion", 600)]
    swapped = hit(LOCUS, LOCUS[6000:9000] + INSERT + LOCUS[9600:12000])
    assert swapped.targeted.sequence == LOCUS[:9000] + INSERT + LOCUS[9600:]
    assert [d.kind for d in swapped.differences] == ["replacement"]


def test_heterologous_ends_of_a_linear_vector_are_lost() -> None:
    """A toxin gene beyond an arm stays out on recombination, and enters where an end is joined."""
    toxin, tail = bases(1200, 7), bases(300, 8)
    found = hit(LOCUS, toxin + VECTOR + tail)
    made = by_id(found)
    assert made["targeted"] == ALLELE
    assert "backbone" not in made
    assert made["tandem"] == LOCUS[:6000] + VECTOR + tail + toxin + VECTOR + LOCUS[13000:]
    assert made["one_arm_5p"] == LOCUS[:6000] + VECTOR + tail + LOCUS[9000:]
    assert made["one_arm_3p"] == LOCUS[:9000] + toxin + VECTOR + LOCUS[13000:]


def test_a_circle_can_enter_twice_or_with_its_backbone() -> None:
    """Concatemers and single crossovers keep the backbone; a half-recombined circle is joined after a turn."""
    made = by_id(hit(LOCUS, VECTOR + BACKBONE, circular=True))
    assert made["tandem"] == LOCUS[:6000] + VECTOR + BACKBONE + VECTOR + LOCUS[13000:]
    assert made["one_arm_5p"] == LOCUS[:6000] + VECTOR + BACKBONE + LOCUS[9000:]
    assert made["one_arm_3p"] == LOCUS[:9000] + BACKBONE + VECTOR + LOCUS[13000:]
    whole = LOCUS[:9000] + INSERT + LOCUS[9000:13000] + BACKBONE + LOCUS[6000:]
    assert made["backbone"] == whole


def test_a_crossover_between_two_inserts_loses_the_distal_site() -> None:
    """A cassette may enter without the loxP behind the exon."""
    vector = LOCUS[6000:9000] + INSERT + LOCUS[9000:10000] + LOXP + LOCUS[10000:13000]
    found = hit(LOCUS, vector)
    assert found.targeted.sequence == LOCUS[:9000] + INSERT + LOCUS[9000:10000] + LOXP + LOCUS[10000:]
    assert by_id(found)["distal_site_lost"] == ALLELE
    (outcome,) = [o for o in found.outcomes if o.lost]
    assert outcome.lost == found.differences[1:]
    assert "loxP" in outcome.note
    assert [o.id for o in found.outcomes if o.intended] == ["targeted"]
    assert [a.length for a in found.internal] == [pytest.approx(1000, abs=5)]


def test_an_edit_away_from_the_cassette_can_be_lost() -> None:
    """A cassette may enter without the point change that lies in an arm; each side can lose its own."""
    edited = (
        LOCUS[6000:7000] + "ACTG" + LOCUS[7004:9000] + INSERT + LOCUS[9000:11000] + "CA" + LOCUS[11002:13000]
    )
    found = hit(LOCUS, edited)
    assert found.targeted.sequence == LOCUS[:6000] + edited + LOCUS[13000:]
    made = by_id(found)
    assert made["edit_lost"] == LOCUS[:9000] + INSERT + LOCUS[9000:11000] + "CA" + LOCUS[11002:]
    assert made["edit_lost_2"] == LOCUS[:7000] + "ACTG" + LOCUS[7004:9000] + INSERT + LOCUS[9000:]


def test_an_insertion_that_repeats_its_flank_has_one_place() -> None:
    """Of all equal placements of inserted bases the leftmost is reported."""
    locus = LOCUS[:9000] + "C" + "GAGAGA" + "T" + LOCUS[9000:12000]
    vector = LOCUS[8000:9000] + "C" + "GA" * 13 + "T" + LOCUS[9000:10000]
    (difference,) = hit(locus, vector).differences
    assert (difference.locus_start, difference.kind, difference.size) == (9001, "insertion", 20)


def test_an_arm_that_occurs_twice_is_reported_as_ambiguous() -> None:
    """A repeat present twice in the locus is named with both places, counted from 1."""
    arm = LOCUS[6000:9000]
    locus = LOCUS[:13000] + bases(1000, 9) + with_snps(arm, 30, 10) + bases(1000, 11)
    (warning,) = hit(locus, VECTOR).warnings
    assert "ambiguous" in warning
    assert "6001..9000" in warning
    assert "14001..17000" in warning


def test_a_whole_target_present_twice_is_reported_as_ambiguous() -> None:
    """Two equal places for the vector make the target itself ambiguous, on either strand."""
    unit = LOCUS[6000:13000]
    found = hit(unit + bases(500, 12) + reverse_complement(unit), VECTOR)
    assert any("target is ambiguous" in warning and "other strand" in warning for warning in found.warnings)


def test_a_long_repeat_inside_an_arm_is_remarked() -> None:
    """An arm that shares 400 bp with another place says so, without being ambiguous."""
    locus = LOCUS[:15000] + LOCUS[10000:10400] + LOCUS[15000:]
    (warning,) = hit(locus, VECTOR).warnings
    assert "3' arm" in warning
    assert "15001..15400" in warning
    assert "ambiguous" not in warning


def test_lineage_decides_nothing() -> None:
    """Molecules stripped of spans and features give the same alleles, letter for letter."""
    gene = Feature(kind="gene", label="G", segments=((8000, 9500),))
    genome = Molecule.of(Source(name="genome", sequence=LOCUS, features=(gene,)))
    vector = genome.slice(6000, 9000) + Molecule.of(INSERT) + genome.slice(9000, 13000)
    drawn = target(genome, vector)
    assert by_id(drawn) == by_id(hit(LOCUS, VECTOR))
    assert [p.state for p in project(drawn.targeted)] == ["interrupted"]


@pytest.mark.parametrize(
    ("vector", "words"),
    [
        (bases(5000, 20), "no homology"),
        (LOCUS[6000:9000], "identical"),
        (LOCUS[6000:9000] + INSERT, "3' arm is missing"),
        (INSERT + LOCUS[6000:9000], "5' arm is missing"),
        (LOCUS[6000:9000] + INSERT + reverse_complement(LOCUS[9000:12000]), "opposite orientation"),
        (LOCUS[9000:13000] + INSERT + LOCUS[6000:9000], "swapped order"),
        ("ACGT", "no homology"),
    ],
)
def test_a_vector_that_cannot_target_is_refused(vector: str, words: str) -> None:
    """The refusal says what is wrong with the arms, and what to mend."""
    with pytest.raises(DataError, match=words) as refusal:
        hit(LOCUS, vector)
    assert refusal.value.hint


def test_a_missing_arm_names_the_length_of_the_other() -> None:
    """Who has one arm learns how long it is."""
    with pytest.raises(DataError, match=r"only one 5' arm of 300\d bp, at 6001\.\."):
        hit(LOCUS, LOCUS[6000:9000] + INSERT)


def test_a_circular_locus_is_refused() -> None:
    """A locus is a window of a chromosome."""
    with pytest.raises(DataError, match="circular"):
        target(Molecule.of(LOCUS, circular=True), Molecule.of(VECTOR))


def test_a_small_change_with_a_long_idle_end_raises_a_question() -> None:
    """A polymorphism in a lone arm looks like an edit; the idle end gives the missing arm away."""
    found = hit(LOCUS, with_snps(LOCUS[6000:9000], 1, 5) + INSERT)
    assert any("was an arm meant to follow" in warning for warning in found.warnings)


@settings(deadline=None, max_examples=15)
@given(
    seed=st.integers(0, 10_000),
    insert=st.integers(0, 120),
    gone=st.integers(0, 60),
    flip=st.booleans(),
    circular=st.booleans(),
)
def test_small_cases_agree_with_the_slow_twin(
    seed: int, insert: int, gone: int, flip: bool, circular: bool
) -> None:
    """The allele is the one found by comparing every pair of positions."""
    locus, new = bases(300, seed), bases(insert, seed + 1)
    if insert == gone == 0:
        gone = 1
    vector = locus[40:120] + new + locus[120 + gone : 260] + (bases(60, seed + 2) if circular else "")
    given_ = reverse_complement(vector) if flip else vector
    assert hit(locus, given_, circular=circular).targeted.sequence == targeted_slowly(
        locus, given_, circular=circular
    )


@settings(deadline=None, max_examples=40)
@given(
    seed=st.integers(0, 10_000),
    edits=st.lists(
        st.tuples(st.integers(60, 200), st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=8
    ),
    flip=st.booleans(),
    origin=st.integers(0, 5000),
)
def test_any_series_of_edits_between_two_arms_enters_whole(
    seed: int, edits: list[tuple[int, int, int]], flip: bool, origin: int
) -> None:
    """Whatever a vector changes between its ends, the allele has it, and every part lost is one of the changes."""
    locus, at, edited, last = bases(6000, seed), 500, "", 400
    for number, (distance, gone, come) in enumerate(edits):
        at += distance
        edited += locus[last:at] + bases(come, seed + 1 + number)
        at = last = at + gone
    donor = edited + locus[last : last + 120]
    circle = donor + bases(700, seed + 50)
    turned = circle[origin % len(circle) :] + circle[: origin % len(circle)]
    if donor == locus[400 : last + 120]:
        return  # nothing changed, or each base was exchanged for itself
    found = hit(locus, reverse_complement(turned) if flip else turned, circular=True)
    assert found.targeted.sequence == locus[:400] + donor + locus[last + 120 :]
    kept = [d for d in found.differences if d.size]
    assert len(kept) == len(found.differences)
    for outcome in found.outcomes:
        assert set(outcome.lost) < set(found.differences)


def test_a_circle_without_backbone_is_cut_where_its_arms_meet() -> None:
    """Two arms joined directly behind each other are told apart by the locus."""
    found = hit(LOCUS, (VECTOR[3500:] + VECTOR[:3500]), circular=True)
    assert found.targeted.sequence == ALLELE
    assert found.vector.sequence == VECTOR


def test_an_oligonucleotide_finds_its_place_in_a_large_window() -> None:
    """A 127-nt ssODN with one change is placed exactly in 300 kb."""
    locus = bases(300_000, 30)
    oligo = locus[200_000:200_036] + reverse_complement(locus[200_036])[0] + locus[200_037:200_127]
    found = hit(locus, reverse_complement(oligo))
    assert found.targeted.sequence == locus[:200_000] + oligo + locus[200_127:]
    assert (found.arms["5p"].length, found.arms["3p"].length) == (36, 90)


def test_unknown_bases_are_counted_aloud() -> None:
    """Letters other than A, C, G and T in an arm are reported, not matched in silence."""
    locus = LOCUS[:7000] + "N" * 30 + LOCUS[7030:]
    vector = locus[6000:9000] + INSERT + locus[9000:13000]
    (warning,) = hit(locus, vector).warnings
    assert warning.startswith("30 bases")
