"""Fewest silent changes that stop a guide, against the trial of every combination."""

from __future__ import annotations

import doctest
import sys
from dataclasses import replace
from math import log
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from loxsmith.design.blocking import Budget, UnfinishedError, block
from loxsmith.design.slots import Slot, Substitution, coding_slots
from loxsmith.guides import find_guides, recuts
from loxsmith.knowledge import codon_usage
from loxsmith.sequence import translate
from oracle.blocking import slow_block
from oracle.guides import slow_recuts
from oracle.strings import opposite

ENDLESS = 10**9
"""Steps that no search of these tests comes to the end of."""

GUIDE = "GACGTTACCGGATTACAGCA"
MOUSE = codon_usage("mouse")


def free(text: str, *positions: int) -> list[Slot]:
    """Slots of one base each, any other base allowed."""
    return [
        Slot(
            positions=(at,),
            spelling=text[at],
            alternatives=tuple(base for base in "ACGT" if base != text[at]),
        )
        for at in positions
    ]


def apply(text: str, changes: tuple[Substitution, ...]) -> str:
    """Make the changes, checking what stood there."""
    letters = list(text)
    for change in changes:
        assert letters[change.position] == change.ref != change.alt
        letters[change.position] = change.alt
    return "".join(letters)


def in_frame(text: str, first: int = 0) -> list[tuple[int, int, int]]:
    """The codons of an uninterrupted frame."""
    return [(at, at + 1, at + 2) for at in range(first, len(text) - 2, 3)]


# -- slots ---------------------------------------------------------------------------------------------------


def test_alternatives_are_synonymous_and_the_usual_come_first() -> None:
    """Leucine offers its five other codons by mouse usage, then alphabet; each costs what it lacks of the best."""
    (slot,) = coding_slots("CTG", [(0, 1, 2)], usage=MOUSE, frozen=())
    usage = MOUSE
    assert slot.costs == tuple(round(-1000 * log(usage[codon] / usage["CTG"])) for codon in slot.alternatives)
    assert {translate(other) for other in slot.alternatives} == {"L"}
    assert len(slot.alternatives) == 5
    assert list(slot.alternatives) == sorted(slot.alternatives, key=lambda codon: (-usage[codon], codon))


def test_methionine_tryptophan_stops_and_unknown_codons_offer_nothing() -> None:
    """Codons without a safe synonym make no slot."""
    text = "ATGTGGTAATAGTGANNNCTN"
    assert coding_slots(text, in_frame(text), usage=MOUSE, frozen=()) == ()


def test_a_frozen_base_is_kept_and_a_split_codon_spelled_across_its_intron() -> None:
    """A codon parted by an intron has three positions; freezing its first leaves the CTN box."""
    text = "CT" + "GTAAGTTTCAG" + "GCCC"
    slots = coding_slots(text, [(0, 1, 13), (14, 15, 16)], usage=MOUSE, frozen={0})
    assert [slot.positions for slot in slots] == [(0, 1, 13), (14, 15, 16)]
    assert set(slots[0].alternatives) == {"CTA", "CTC", "CTT"}
    assert coding_slots(text, [(0, 1, 13)], usage=MOUSE, frozen={0, 1, 13}) == ()


@pytest.mark.parametrize(
    ("positions", "spelling", "alternatives"),
    [
        ((2, 1), "AC", ("AG",)),
        ((), "", ()),
        ((1,), "A", ("AC",)),
        ((1,), "A", ("A",)),
        ((1,), "A", ("C", "C")),
    ],
)
def test_a_slot_that_does_not_fit_itself_cannot_be_built(
    positions: tuple[int, ...], spelling: str, alternatives: tuple[str, ...]
) -> None:
    """Positions ascend, spellings are as long as they and differ."""
    with pytest.raises(ValueError, match=r"must ascend|different spellings"):
        Slot(positions=positions, spelling=spelling, alternatives=alternatives)


# -- blocking ------------------------------------------------------------------------------------------------


def test_a_text_that_is_not_cut_needs_nothing() -> None:
    """No window near, or a window too far to matter: an empty answer, not None."""
    assert block("ACGT" * 20, GUIDE, [], near=(0, 80)) == ()
    assert block(GUIDE + "TGG" + "A" * 40, GUIDE, [], near=(23, 60)) == ()


@pytest.mark.parametrize("turned", [False, True])
def test_one_pam_base_is_preferred_on_either_strand(turned: bool) -> None:
    """With every base free one change in the PAM's last two bases is enough, and is chosen."""
    text = "AAAAA" + GUIDE + "TGG" + "AAAAA"
    text = opposite(text) if turned else text
    changes = block(text, GUIDE, free(text, *range(len(text))), near=(0, len(text)))
    assert changes is not None
    assert [change.position for change in changes] == [5 if turned else 27]
    assert not recuts(GUIDE, apply(text, changes))


def test_without_the_pam_the_seed_is_changed() -> None:
    """With the PAM fixed all changes lie in the PAM-proximal half, although the other half is free too."""
    text = "AAAAA" + GUIDE + "TGG" + "AAAAA"
    changes = block(text, GUIDE, free(text, *range(5, 25)), near=(0, len(text)))
    assert changes
    assert all(change.position >= 15 for change in changes)
    assert not recuts(GUIDE, apply(text, changes))


def test_nothing_to_change_is_none() -> None:
    """Without slots, or with slots beside the window only, there is no answer."""
    text = "AAAAA" + GUIDE + "TGG" + "AAAAA"
    assert block(text, GUIDE, [], near=(0, len(text))) is None
    assert block(text, GUIDE, free(text, 0, 1, 30), near=(0, len(text))) is None
    assert block(text, GUIDE, free(text, 25), near=(0, len(text))) is None


def test_the_unread_pam_base_is_never_changed() -> None:
    """N of NGG stops nothing and stays."""
    text = GUIDE + "TGG"
    changes = block(text, GUIDE, free(text, 20, 18, 19), near=(0, 23))
    assert changes is None or 20 not in [change.position for change in changes]


def test_slots_that_do_not_fit_the_text_are_refused() -> None:
    """A slot must spell what stands there, and two slots may not share a base."""
    text = GUIDE + "TGG"
    wrong = Slot(positions=(0,), spelling="T", alternatives=("C",))
    with pytest.raises(ValueError, match="does not read"):
        block(text, GUIDE, [wrong], near=(0, 23))
    with pytest.raises(ValueError, match="share a base"):
        block(text, GUIDE, free(text, 3, 3), near=(0, 23))


def test_a_pam_base_and_a_distant_one_go_before_two_in_the_seed() -> None:
    """Of equally many changes those with more in the PAM win, even where the others lie nearer to it."""
    text = "GACGTTACCGGATTCCAACG" + "TGG"
    pairs = {14: "G", 17: "C", 18: "G", 21: "A"}
    slots = [Slot(positions=(at,), spelling=text[at], alternatives=(alt,)) for at, alt in pairs.items()]
    without_pam = block(text, text[:20], slots[:3], near=(0, 23))
    assert [change.position for change in without_pam or ()] == [17, 18]
    chosen = block(text, text[:20], slots, near=(0, 23))
    assert [change.position for change in chosen or ()] == [14, 21]


def test_a_change_that_would_make_a_new_site_is_passed_over() -> None:
    """Two changes that silence every window cut so far but open another are no answer; two others are."""
    guide, text, near = "GGGGAGGGGGGGGGGGGGAG", "GGGGGGGAGGGGGGGGGGGGGAGTGGGGGCGC", (3, 5)
    slots = free(text, 0, 2, 3, 4, 22, 25)
    before = {(cut.start, cut.strand) for cut in recuts(guide, text)}
    tempting = (Substitution(position=22, ref="G", alt="A"), Substitution(position=25, ref="G", alt="C"))
    after = {(cut.start, cut.strand) for cut in recuts(guide, apply(text, tempting))}
    assert after
    assert after.isdisjoint(before)
    changes = block(text, guide, slots, near=near)
    assert changes
    assert len(changes) == 2
    assert {(cut.start, cut.strand) for cut in recuts(guide, apply(text, changes))} <= before


@st.composite
def coded_sites(draw: st.DrawFn) -> tuple[str, str, int]:
    """A guide on a coding text, on either strand, in any frame, once or twice."""
    guide = draw(st.text("ACGT", min_size=20, max_size=20))
    text = ""
    for _ in range(draw(st.integers(1, 2))):
        letters = list(guide)
        for at in draw(st.lists(st.integers(0, 9), max_size=2)):
            letters[at] = draw(st.sampled_from("ACGT"))
        site = "".join(letters) + draw(st.sampled_from(("TGG", "CGG", "AAG", "TGA")))
        text += draw(st.text("ACGT", max_size=6)) + (site if draw(st.booleans()) else opposite(site))
    return guide, text + draw(st.text("ACGT", max_size=6)), draw(st.integers(0, 2))


@settings(max_examples=60, deadline=None)
@given(
    coded_sites(),
    st.integers(0, 12),
    st.sets(st.integers(0, 60), max_size=6),
    st.integers(0, 40),
    st.integers(0, 40),
)
def test_the_answer_is_the_best_of_all_combinations(
    case: tuple[str, str, int], first: int, frozen: set[int], low: int, length: int
) -> None:
    """Up to four neighbouring codons, some bases frozen: exactly what trying everything finds best."""
    guide, text, frame = case
    slots = coding_slots(text, in_frame(text, frame), usage=MOUSE, frozen=frozen)[first : first + 4]
    changes = block(text, guide, slots, near=(low, low + length), budget=Budget(ENDLESS))
    found = None if changes is None else tuple((c.position, c.ref, c.alt) for c in changes)
    assert found == slow_block(text, guide, slots, (low, low + length))


@settings(max_examples=25, deadline=None)
@given(coded_sites(), st.lists(st.integers(0, 28), min_size=1, max_size=4, unique=True))
@example(("G" * 20, "G" * 23 + "CAGG", 0), [19, 20, 21, 22])
def test_free_bases_are_chosen_as_well_as_codons(case: tuple[str, str, int], positions: list[int]) -> None:
    """Single non-coding bases: exactly what trying everything finds best."""
    guide, text, _ = case
    slots = free(text, *(at for at in positions if at < len(text)))
    changes = block(text, guide, slots, near=(0, len(text)), budget=Budget(ENDLESS))
    found = None if changes is None else tuple((c.position, c.ref, c.alt) for c in changes)
    assert found == slow_block(text, guide, slots, (0, len(text)))


@settings(max_examples=30, deadline=None)
@given(
    st.text("ACGT", min_size=20, max_size=20),
    st.lists(
        st.tuples(st.integers(0, 20), st.integers(1, 3)), min_size=5, max_size=7, unique_by=lambda p: p[0]
    ),
)
def test_no_number_of_places_is_too_many(guide: str, places: list[tuple[int, int]]) -> None:
    """Five and more single bases outside the PAM: still the best of all combinations."""
    text = guide + "TGG"
    slots = [
        Slot(positions=(at,), spelling=text[at], alternatives=("ACGT"[("ACGT".index(text[at]) + turn) % 4],))
        for at, turn in places
    ]
    changes = block(text, guide, slots, near=(0, 23))
    found = None if changes is None else tuple((c.position, c.ref, c.alt) for c in changes)
    assert found == slow_block(text, guide, slots, (0, 23))


@settings(max_examples=40, deadline=None)
@given(coded_sites(), st.text("ACGT", max_size=8), st.integers(0, 12), st.integers(0, 60))
def test_two_alleles_laid_end_to_end_are_silenced_by_one_set(
    case: tuple[str, str, int], insert: str, first: int, at: int
) -> None:
    """A second allele with an insert of its own: each change stands in both, counts once, and stops every window."""
    guide, text, frame = case
    at = min(at, len(text))
    other = text[:at] + insert + text[at:]
    joined, shift = text + "N" * 23 + other, len(text) + 23
    single = coding_slots(text, in_frame(text, frame), usage=MOUSE, frozen=())[first : first + 4]
    slots = [
        replace(slot, echoes=(tuple(p + shift + (len(insert) if p >= at else 0) for p in slot.positions),))
        for slot in single
        if not slot.positions[0] < at <= slot.positions[2]
    ]
    changes = block(joined, guide, slots, near=(0, len(joined)), budget=Budget(ENDLESS))
    found = None if changes is None else tuple((c.position, c.ref, c.alt) for c in changes)
    assert found == slow_block(joined, guide, slots, (0, len(joined)))
    if changes is not None:
        after = apply(text, changes)
        assert not slow_recuts(guide, after)
        assert not slow_recuts(guide, after[:at] + insert + after[at:])


def test_of_equally_small_sets_a_liked_one_is_taken_but_never_a_larger_one() -> None:
    """What is liked goes before the distance from the PAM, not before the number of bases or the PAM itself."""
    text = "AAAAA" + GUIDE + "TGG" + "AAAAA"
    anywhere, near = free(text, *range(len(text))), (0, len(text))
    usual = block(text, GUIDE, anywhere, near=near)
    assert [(c.position, c.alt) for c in usual or ()] == [(27, "C")]
    wanted = block(text, GUIDE, anywhere, near=near, liked=lambda c: c[0].alt == "T")
    assert [(c.position, c.alt) for c in wanted or ()] == [(27, "T")]
    assert block(text, GUIDE, anywhere, near=near, liked=lambda c: c[0].position < 20) == usual
    assert block(text, GUIDE, anywhere, near=near, liked=lambda c: len(c) > 1) == usual


@settings(max_examples=60, deadline=None)
@given(coded_sites())
def test_an_answer_keeps_the_protein_and_stops_the_guide(case: tuple[str, str, int]) -> None:
    """With nothing frozen: the same residues, no cut, no needless change, and the same answer again."""
    guide, text, frame = case
    slots = coding_slots(text, in_frame(text, frame), usage=codon_usage("human"), frozen=())
    changes = block(text, guide, slots, near=(0, len(text)), budget=Budget(ENDLESS))
    if changes is None:
        return
    changed = apply(text, changes)
    assert translate(changed[frame:]) == translate(text[frame:])
    assert not recuts(guide, changed)
    assert block(changed, guide, slots[:0], near=(0, len(text))) == ()
    again = block(text, guide, tuple(reversed(slots)), near=(0, len(text)), budget=Budget(ENDLESS))
    assert again == changes


def repeated(copies: int) -> tuple[str, list[Slot]]:
    """A guide's site over and over in an open frame, and its codons."""
    text = (GUIDE + "TGGC") * copies
    return text, list(coding_slots(text, in_frame(text), usage=MOUSE, frozen=()))


@pytest.mark.parametrize("copies", [4, 8, 16, 32])
def test_a_row_of_copies_is_given_up_and_not_in_silence(copies: int) -> None:
    """The more windows, the sooner the steps are spent: an error that says so, never None."""
    text, slots = repeated(copies)
    budget = Budget(20_000)
    try:
        found = block(text, GUIDE, slots, near=(0, len(text)), budget=budget)
    except UnfinishedError:
        assert budget.left < 0
    else:
        assert found
        assert not recuts(GUIDE, apply(text, found))


@settings(max_examples=30, deadline=None)
@given(coded_sites(), st.integers(0, 300))
def test_a_small_budget_changes_no_answer_but_into_none_at_all(
    case: tuple[str, str, int], steps: int
) -> None:
    """With few steps: as few bases as with endless ones, or an error; None only when there is none."""
    guide, text, frame = case
    slots = coding_slots(text, in_frame(text, frame), usage=MOUSE, frozen=())[:5]
    full = block(text, guide, slots, near=(0, len(text)), budget=Budget(ENDLESS))
    try:
        short = block(text, guide, slots, near=(0, len(text)), budget=Budget(steps))
    except UnfinishedError:
        return
    assert (short is None) == (full is None)
    assert len(short or ()) == len(full or ())
    if short is not None:
        assert not recuts(guide, apply(text, short))


def test_several_searches_share_a_budget() -> None:
    """What one has spent the next one lacks."""
    text, slots = repeated(2)
    budget = Budget(ENDLESS)
    block(text, GUIDE, slots, near=(0, len(text)), budget=budget)
    needed = ENDLESS - budget.left
    shared = Budget(needed + needed // 2)
    assert block(text, GUIDE, slots, near=(0, len(text)), budget=shared)
    with pytest.raises(UnfinishedError):
        block(text, GUIDE, slots[:-1], near=(0, len(text)), budget=Budget(1))


def test_a_spared_window_may_stay() -> None:
    """Of two sites the spared one is left alone, and the other silenced by one base in its PAM."""
    text = GUIDE + "TGG" + "A" * 10 + GUIDE + "TGG"
    first, second = recuts(GUIDE, text)
    anywhere = free(text, *range(len(text)))
    found = block(text, GUIDE, anywhere, near=(0, len(text)), spared=(second,))
    assert found
    assert len(found) == 1
    assert first.window[0] <= found[0].position < first.window[1]
    assert len(block(text, GUIDE, anywhere, near=(0, len(text))) or ()) == 2


# -- a real gene ---------------------------------------------------------------------------------------------


def shifted(slot: Slot, by: int) -> Slot:
    """The same slot on a text that starts elsewhere."""
    positions = tuple(position + by for position in slot.positions)
    return Slot(positions=positions, spelling=slot.spelling, alternatives=slot.alternatives, costs=slot.costs)


def tnf(shared: Path) -> tuple[str, int]:
    """Tnf and its neighbourhood in gene orientation, and where its last coding exon starts there."""
    slice_ = next((shared / "loci").glob("mouse_GRCm38_chr17_*.fa"))
    forward = "".join(line for line in slice_.read_text().upper().split("\n") if not line.startswith(">"))
    rows = [line.split("\t") for line in slice_.with_suffix(".gff3").read_text().splitlines() if "\t" in line]
    last = next(
        row
        for row in rows
        if row[2] == "CDS" and "transcript:ENSMUST00000025263" in row[8] and row[3] == "50146"
    )
    return opposite(forward), len(forward) - int(last[4]) + int(last[7])


def test_every_guide_beside_tnf_codon_223_can_be_stopped_silently(shared: Path) -> None:
    """Minus-strand gene drawn forward: guides round A223 are silenced with fewest bases, protein kept."""
    text, first = tnf(shared)
    codons = [(at, at + 1, at + 2) for at in range(first, first + 417, 3)]
    residues = translate(text[first : first + 417])
    assert residues.endswith("*")
    ala = first + 3 * (len(residues) - 1 - (235 - 222))
    assert translate(text[ala : ala + 3]) == "A"
    edited = text[:ala] + "CGG" + text[ala + 3 :]
    frozen = {ala, ala + 1, ala + 2}
    slots = coding_slots(edited, codons, usage=MOUSE, frozen=frozen)
    guides = find_guides(text, ala - 20, ala + 23)
    assert {guide.strand for guide in guides} == {1, -1}
    for guide in guides:
        near = (guide.window[0], guide.window[1])
        changes = block(edited, guide.protospacer, slots, near=near)
        assert changes is not None, guide
        changed = apply(edited, changes)
        assert not recuts(guide.protospacer, changed)
        assert translate(changed[first : first + 417]) == translate(edited[first : first + 417])
        low, high = near[0] - 60, near[1] + 60
        local = [shifted(slot, -low) for slot in slots if low <= slot.positions[0] <= high - 3]
        best = slow_block(edited[low:high], guide.protospacer, local, (60, 83), most=len(changes))
        assert best == tuple((c.position - low, c.ref, c.alt) for c in changes)


def test_examples_hold() -> None:
    """Every documented example gives what it says."""
    result = doctest.testmod(sys.modules["loxsmith.design.slots"])
    assert result.attempted > 0
    assert result.failed == 0
