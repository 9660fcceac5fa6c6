"""Guides of a stretch, their cuts, their order and what is remarked on them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loxsmith.errors import RequestError
from loxsmith.guides import Guide, cut_distance, find_guides, order_guides, remarks
from oracle.guides import slow_guides
from oracle.strings import opposite

ROSA = "ACTCCAGTCTTTCTAGAAGA"


def guide(protospacer: str) -> Guide:
    """A guide at no particular place."""
    return Guide(protospacer=protospacer, pam="TGG", start=0, end=20, strand=1)


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
    """NAG is searched when asked for; four letters or no IUPAC letter is refused."""
    text = "A" * 22 + "G"
    assert find_guides(text, 0, 23) == ()
    assert [g.pam for g in find_guides(text, 0, 23, pam="nag")] == ["AAG"]
    for pam in ("NNGG", "NXG"):
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


@pytest.mark.parametrize(
    ("protospacer", "words"),
    [
        ("GACG" * 5, []),
        ("GACGTTTTGACGGACGGACG", ["TTTT at base 5"]),
        ("G" + "AT" * 9 + "A", ["GC content 5%"]),
        ("G" * 20, ["GC content 100%"]),
        ("GCCCCAAAAAAAAAAAAAAA", []),
        ("ACGG" * 5, ["starts with A"]),
        ("T" * 20, ["TTTT at base 1", "GC content 0%", "starts with T"]),
    ],
)
def test_remarks_name_what_hinders_expression(protospacer: str, words: list[str]) -> None:
    """Pol III terminator, GC outside 20-80 % and a first base other than G, in that order, nothing else."""
    found = remarks(guide(protospacer))
    assert len(found) == len(words)
    assert all(word in text for word, text in zip(words, found, strict=True))
