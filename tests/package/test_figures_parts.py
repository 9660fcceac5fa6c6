"""The parts of a figure: text widths, spreading, lanes, axes, shared stretches, site families, escaping."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loxsmith.errors import DataError
from loxsmith.package.figures import Glyph, Piece, Track
from loxsmith.package.figures._axis import bases, broken_axis, nice_step
from loxsmith.package.figures._lanes import seat_labels
from loxsmith.package.figures._links import shared_stretches
from loxsmith.package.figures._palette import is_variant, site_family
from loxsmith.package.figures._spread import spread
from loxsmith.package.figures._svg import element, number, words
from loxsmith.package.figures._text import clean, fit, shorten, width, wrap

LENGTHS = st.integers(0, 30).flatmap(
    lambda count: st.tuples(
        st.lists(st.floats(0, 900), min_size=count, max_size=count).map(sorted),
        st.lists(st.floats(6, 20), min_size=count, max_size=count),
    )
)


def track(*glyphs: Glyph, length: int = 1_000, pieces: tuple[Piece, ...] = ()) -> Track:
    """Return a linear track."""
    return Track(
        id="t", title="T", subtitle="", length=length, topology="linear", glyphs=glyphs, pieces=pieces
    )


def exon(start: int, end: int, label: str = "exon") -> Glyph:
    """Return an exon on the plus strand."""
    return Glyph(kind="exon", label=label, start=start, end=end, strand=1)


@given(marks=LENGTHS)
def test_spreading_keeps_order_and_distance(marks: tuple[list[float], list[float]]) -> None:
    """Spread marks keep their order, do not overlap and start inside the line; free marks do not move."""
    wanted, widths = marks
    placed = spread(wanted, widths, 0, 900)
    for n in range(len(placed) - 1):
        assert placed[n + 1] - placed[n] >= (widths[n] + widths[n + 1]) / 2 - 1e-6
    assert all(place >= half / 2 - 1e-6 for place, half in zip(placed, widths, strict=True))


def test_spreading_leaves_lonely_marks_alone() -> None:
    """Marks with room around them stay where they are; two on one spot part evenly."""
    assert spread([100, 300], [10, 10], 0, 900) == [100, 300]
    assert spread([200, 200], [10, 10], 0, 900) == pytest.approx([195, 205])


@given(wide=st.lists(st.floats(6, 400), max_size=40), gap=st.floats(6.5, 60))
def test_a_lane_never_covers_a_leader_that_passes(wide: list[float], gap: float) -> None:
    """Labels of one lane are apart, each covers its own port, and no leader runs through a lower label."""
    ports = [20 + gap * n for n in range(len(wide))]
    seats = seat_labels(ports, wide, 0, 960)
    for i, seat in enumerate(seats):
        assert seat.left <= ports[i] <= seat.left + wide[i]
        for j, other in enumerate(seats):
            if other.lane == seat.lane and i < j:
                assert seat.left + wide[i] <= other.left or other.left + wide[j] <= seat.left
            if other.lane > seat.lane:
                assert not seat.left < ports[j] < seat.left + wide[i]


def test_widths_err_on_the_wide_side() -> None:
    """A word is at least as wide as DejaVu Sans sets it, and bold or unknown characters are wider still."""
    assert width("exon 4", 12) >= 36.6
    assert width("W" * 10, 12) >= 118.6
    assert width("loxP", 12, bold=True) > width("loxP", 12)
    assert width("漢字", 12) >= 24
    assert width("Żóć", 12) == width("Zoc", 12)


def test_long_labels_are_cut_with_an_ellipsis() -> None:
    """Forty characters stay; the forty-first brings an ellipsis, and boxes cut the same way."""
    assert shorten("a" * 40) == "a" * 40
    assert shorten("a" * 41) == "a" * 39 + "…"
    assert fit("makes TNF p.A223R", 12, 60).endswith("…")
    assert width(fit("makes TNF p.A223R", 12, 60), 12) <= 60
    assert wrap("silent: transcription stops before exon 2", 12, 170, 3) == [
        "silent: transcription stops",
        "before exon 2",
    ]
    assert wrap("one two three four five", 12, 40, 2)[-1].endswith("…")


def test_text_is_made_safe_for_xml() -> None:
    """White space folds, control characters and lone surrogates are replaced, markup is escaped."""
    assert clean(" a\n\tb\x00\ud800 ") == "a b��"
    assert words("<script>&") == "&lt;script&gt;&amp;"
    assert element("rect", x='"><script>') == '<rect x="&quot;&gt;&lt;script&gt;"/>'


def test_numbers_are_short_and_steady() -> None:
    """Coordinates have at most two decimals and no negative zero."""
    assert [number(value) for value in (1.0, 0.125, -0.001, 12.5)] == ["1", "0.12", "0", "12.5"]


def test_lengths_read_as_people_write_them() -> None:
    """Short lengths are in bp, long ones in kb."""
    assert [bases(count) for count in (34, 4_200, 186_400)] == ["34 bp", "4.2 kb", "186 kb"]
    assert [nice_step(least) for least in (0.4, 3, 51, 700)] == [1, 5, 100, 1_000]


def test_long_introns_are_cut_and_short_ones_are_not() -> None:
    """The axis of a long gene is broken in its longest intron only, and stays in order."""
    long = track(exon(1_000, 1_200), exon(90_000, 90_200), exon(91_000, 91_200), length=100_000)
    axis = broken_axis(long, 0, 900, 24_000)
    assert [(cut.start, cut.end) for cut in axis.breaks] == [(1_700, 89_500)]
    places = [axis.x(position) for position in range(0, 100_001, 500)]
    assert places == sorted(places)
    assert places[-1] == pytest.approx(900)
    assert broken_axis(track(exon(5, 10)), 0, 900, 24_000).breaks == ()


def test_rows_share_what_comes_from_the_same_bases() -> None:
    """With known origins an insertion splits the ribbon where it went in, and inversion turns it."""
    wild = track(length=1_000, pieces=(Piece(start=0, end=1_000, source="w", first=0),))
    halves = (
        Piece(start=0, end=400, source="w", first=0),
        Piece(start=700, end=1_300, source="w", first=400),
    )
    targeted = track(length=1_300, pieces=halves)
    runs = shared_stretches(wild, targeted)
    assert [(run.upper, run.lower) for run in runs] == [((0, 400), (0, 400)), ((400, 1_000), (700, 1_300))]
    turned = track(length=1_000, pieces=(Piece(start=100, end=300, source="w", first=500, strand=-1),))
    assert [(run.upper, run.lower) for run in shared_stretches(wild, turned)] == [((500, 700), (300, 100))]
    assert [(run.upper, run.lower) for run in shared_stretches(turned, wild)] == [((100, 300), (700, 500))]


def test_rows_without_origins_are_compared_by_their_glyphs() -> None:
    """Equal glyphs that keep their distance join in one run to the ends of the rows."""
    upper = track(exon(100, 200, "1"), exon(300, 400, "2"), length=500)
    lower = track(exon(100, 200, "1"), exon(350, 450, "2"), length=550)
    runs = shared_stretches(upper, lower)
    assert [(run.upper, run.lower) for run in runs] == [((0, 200), (0, 200)), ((300, 500), (350, 550))]
    assert shared_stretches(upper, track(exon(0, 7, "3"))) == []


@pytest.mark.parametrize(
    ("label", "family", "variant"),
    [
        ("loxP", "lox", False),
        ("lox2272", "lox", True),
        ("loxP 5′", "lox", False),
        ("FRT", "frt", False),
        ("F3", "frt", True),
        ("rox", "rox", False),
        ("attP", "att", False),
        ("VloxP", "vox", True),
        ("mystery", "other", False),
    ],
)
def test_sites_are_told_apart_by_family(label: str, family: str, variant: bool) -> None:
    """The name of a site gives its shape, and whether its heart is hollow."""
    assert (site_family(label), is_variant(label)) == (family, variant)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "dragon"},
        {"strand": 2},
        {"start": 9, "end": 3},
        {"start": -1},
        {"end": 1_001},
    ],
)
def test_what_cannot_be_drawn_is_refused(change: dict[str, object]) -> None:
    """A glyph of unknown kind, impossible place or beyond its track is an error that says so."""
    fields = {"kind": "site", "label": "loxP", "start": 0, "end": 34, "strand": 1} | change
    with pytest.raises(DataError):
        track(Glyph(**fields))
