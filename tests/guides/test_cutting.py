"""Every window of a molecule that a guide cuts, against the walk over all windows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loxsmith.errors import RequestError
from loxsmith.guides import Cut, recuts, still_cut
from oracle.guides import Row, slow_recuts
from oracle.strings import opposite

GUIDE = "GACGTTACCGGATTACAGCA"


def row(cut: Cut) -> Row:
    """Write a cut as the oracle does."""
    return cut.start, cut.end, cut.strand, cut.sequence, cut.pam, cut.mismatches, cut.cfd


@st.composite
def near_misses(draw: st.DrawFn) -> tuple[str, str]:
    """A guide, and a text that holds it several times, blurred, on both strands."""
    guide = draw(st.text("ACGT", min_size=20, max_size=20))
    pieces = []
    for _ in range(draw(st.integers(0, 4))):
        letters = list(guide)
        for at in draw(st.lists(st.integers(0, 19), max_size=5)):
            letters[at] = draw(st.sampled_from("ACGTN" if draw(st.integers(0, 9)) == 0 else "ACGT"))
        pam = draw(st.sampled_from("ACGTN")) + draw(
            st.sampled_from(("GG", "AG", "GA", "CG", "TG", "GT", "TT"))
        )
        site = "".join(letters) + pam
        pieces += [draw(st.text("ACGT", max_size=12)), site if draw(st.booleans()) else opposite(site)]
    return guide, "".join(pieces) + draw(st.text("ACGT", max_size=30))


@settings(max_examples=200, deadline=None)
@given(near_misses(), st.booleans(), st.integers(0, 40))
def test_cuts_are_those_of_the_walk_over_all_windows(
    case: tuple[str, str], circular: bool, turn: int
) -> None:
    """Blurred sites on either strand, across the origin too: the same windows with the same scores."""
    guide, text = case
    text = text[turn:] + text[:turn]
    assert [row(cut) for cut in recuts(guide, text, circular=circular)] == slow_recuts(guide, text, circular)


@settings(deadline=None)
@given(near_misses())
def test_one_window_alone_is_judged_like_all(case: tuple[str, str]) -> None:
    """A window is still cut exactly when the search over the whole text reports it."""
    guide, text = case
    found = {(cut.window[0], cut.strand) for cut in recuts(guide, text)}
    for at in range(len(text) - 22):
        window = text[at : at + 23]
        assert still_cut(guide, window) == ((at, 1) in found)
        assert still_cut(guide, opposite(window)) == ((at, -1) in found)


@settings(deadline=None)
@given(near_misses())
def test_the_other_strand_is_cut_at_the_mirrored_places(case: tuple[str, str]) -> None:
    """Turning the text round turns every cut round and changes no score."""
    guide, text = case
    mirrored = sorted(
        (len(text) - cut.end, -cut.strand, cut.sequence, cut.cfd) for cut in recuts(guide, opposite(text))
    )
    assert sorted((c.start, c.strand, c.sequence, c.cfd) for c in recuts(guide, text)) == mirrored


@pytest.mark.parametrize(("pam", "cut"), [("TGG", True), ("TAG", True), ("TGA", True), ("TGC", False)])
def test_a_pam_counts_by_its_weight(pam: str, cut: bool) -> None:
    """A perfect match is cut before NGG, NAG and NGA and is not before NGC, whose weight is 0.022."""
    assert bool(recuts(GUIDE, GUIDE + pam)) is cut


def test_five_mismatches_are_no_site_however_well_they_score() -> None:
    """Five harmless mismatches (CFD above 0.03) lie beyond the limit of four."""
    site = "A" + "T" * 4 + "G" * 15
    guide = "G" * 20
    assert len(recuts(guide, "G" + site[1:] + "TGG")) == len(slow_recuts(guide, "G" + site[1:] + "TGG"))
    assert not [cut for cut in recuts(guide, site + "TGG") if cut.window == (0, 23)]


def test_a_window_with_an_unknown_base_is_no_site() -> None:
    """An N within the 23 bases, be it the PAM's first, hides the site; lower case does not."""
    assert recuts(GUIDE, (GUIDE + "TGG").lower())[0].sequence == GUIDE
    assert not recuts(GUIDE, GUIDE + "NGG")
    assert not still_cut(GUIDE, GUIDE + "NGG")
    assert not recuts(GUIDE, GUIDE[:5] + "N" + GUIDE[6:] + "TGG")


def test_a_circle_is_read_across_its_origin() -> None:
    """A site broken by the origin is found on a circle, on neither end of a line."""
    circle = GUIDE[8:] + "TGG" + "A" * 20 + GUIDE[:8]
    assert not recuts(GUIDE, circle)
    (cut,) = recuts(GUIDE, circle, circular=True)
    assert (cut.start, cut.end, cut.sequence) == (len(circle) - 8, len(circle) + 12, GUIDE)


def test_a_text_shorter_than_a_window_is_never_cut() -> None:
    """22 bases hold no site, nor does an empty text."""
    assert recuts(GUIDE, GUIDE + "GG") == recuts(GUIDE, "", circular=True) == ()


def test_a_protospacer_of_the_wrong_length_is_refused() -> None:
    """A 19-mer is a request error that says what is wanted."""
    with pytest.raises(RequestError, match="not a protospacer of 20 bases"):
        recuts(GUIDE[1:], GUIDE * 3)
