"""Guides of a stretch, their cuts, their order and what is remarked on them."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loxsmith.errors import RequestError
from loxsmith.guides import cut_distance, find_guides, order_guides, pam_of
from loxsmith.sequence import reverse_complement
from oracle.guides import slow_guides
from oracle.offtarget_naive import scan
from oracle.strings import opposite

ROSA = "ACTCCAGTCTTTCTAGAAGA"


@given(st.text("ACCGGTN", max_size=120), st.integers(-5, 125), st.integers(-5, 125))
def test_guides_are_those_of_the_walk_over_all_windows(text: str, start: int, end: int) -> None:
    """Both strands, N and any bounds: the same guides in the same order, with the same cuts."""
    found = [(g.start, g.strand, g.protospacer, g.pam, g.cut) for g in find_guides(text, start, end)]
    assert found == slow_guides(text, start, end)


@given(st.text("ACGG", max_size=120))
def test_a_guide_spells_its_window_and_cuts_three_bases_from_the_pam(text: str) -> None:
    """The window reads protospacer and PAM on its strand, and 17 bases lie before the cut."""
    for found in find_guides(text, 0, len(text)):
        read = text[slice(*found.window)]
        spelled = read if found.strand > 0 else opposite(read)
        assert spelled == found.protospacer + found.pam
        assert (found.cut - found.start if found.strand > 0 else found.end - found.cut) == 17


def test_the_rosa26_guide_cuts_where_it_is_published_to_cut() -> None:
    """ACTCCAGTCTTTCTAGA|AGA, on either strand of the text."""
    text = "TT" + ROSA + "TGGAA"
    (top,) = (g for g in find_guides(text, 0, len(text)) if g.protospacer == ROSA)
    assert text[: top.cut].endswith("TCTTTCTAGA")
    assert text[top.cut :].startswith("AGATGG")
    (bottom,) = (g for g in find_guides(opposite(text), 0, len(text)) if g.protospacer == ROSA)
    assert (bottom.strand, bottom.cut) == (-1, len(text) - top.cut)


def test_bounds_include_both_ends() -> None:
    """A guide whose cut is the bound itself is found, one base beyond it is not."""
    text = "A" * 21 + "GG"
    assert [g.cut for g in find_guides(text, 17, 17)] == [17]
    assert find_guides(text, 18, 23) == find_guides(text, 0, 16) == ()


def test_another_pam_finds_other_guides() -> None:
    """NAG is searched when asked for; nothing but N, or no IUPAC letter, is refused."""
    text = "A" * 22 + "G"
    assert find_guides(text, 0, 23) == ()
    assert [g.pam for g in find_guides(text, 0, 23, pam="nag")] == ["AAG"]
    for pam in ("NNNN", "NXG"):
        with pytest.raises(RequestError, match="not a PAM"):
            find_guides(text, 0, 23, pam=pam)


@pytest.mark.parametrize(
    ("cut", "start", "end", "distance"),
    [
        (10, 10, 11, 0),
        (11, 10, 11, 0),
        (12, 10, 11, 1),
        (7, 10, 13, 3),
        (11, 10, 13, 0),
        (5, 5, 5, 0),
        (3, 5, 5, 2),
    ],
)
def test_distance_counts_the_bases_between_cut_and_change(
    cut: int, start: int, end: int, distance: int
) -> None:
    """Adjacent and inside are 0; an insertion is a point."""
    assert cut_distance(cut, start, end) == distance


@given(st.text("ACGG", min_size=40, max_size=120), st.integers(0, 120), st.integers(0, 5))
def test_guides_are_ordered_by_distance_whatever_order_they_come_in(
    text: str, start: int, length: int
) -> None:
    """The nearest cut comes first, and a reversed input gives the same order."""
    found = find_guides(text, 0, len(text))
    ordered = order_guides(found, (start, start + length))
    distances = [cut_distance(g.cut, start, start + length) for g in ordered]
    assert all(a <= b for a, b in pairwise(distances))
    assert order_guides(reversed(found), (start, start + length)) == ordered


@pytest.mark.parametrize("pattern", ["NGG", "NNGRRT", "TTTV", "NG", "NRN"])
def test_every_nucleases_guides_are_those_of_a_slow_scan(pattern: str) -> None:
    """Guides of any PAM, on either side and strand, are the windows that reading letter by letter finds."""
    dice = random.Random(pattern)
    text = "".join(dice.choices("ACGTACGTACGTACGTACGTACGTACGTN", k=1500))
    pam = pam_of(pattern)
    rows = scan({"x": text}, "A" * 20, pam=pattern, side=pam.side, offtargets=(), mismatches=20)
    found = find_guides(text, -50, len(text) + 50, pam=pam)
    assert {(g.start, g.strand, g.protospacer, g.pam) for g in found} == {
        (row.start, row.strand, row.sequence, row.pam) for row in rows
    }
    assert len(found) > 3


def test_cas12a_cuts_staggered_and_far_from_its_pam() -> None:
    """TTTV lies before the protospacer; the PAM-bearing strand is cut behind base 18, the other behind base 23."""
    text = "C" * 10 + "TTTA" + "GATTACAGATTACAGATTAC" + "C" * 20
    (guide,) = (g for g in find_guides(text, 0, len(text), pam="TTTV") if g.strand == 1)
    assert guide.window == (10, 34)
    assert (guide.cut, guide.other_cut) == (14 + 18, 14 + 23)
    turned = reverse_complement(text)
    (back,) = (g for g in find_guides(turned, 0, len(turned), pam="TTTV") if g.strand == -1)
    assert back.protospacer == guide.protospacer
    assert (back.cut, back.other_cut) == (len(text) - guide.cut, len(text) - guide.other_cut)
