"""What a reader sees in real figures: the conditional targeted locus, its vector, its allele series."""

from __future__ import annotations

import re

import pytest

from loxsmith.errors import DataError
from loxsmith.package import figures
from loxsmith.package.figures import (
    Block,
    Glyph,
    Layout,
    Scale,
    Track,
    allele_series,
    layout_locus,
    layout_series,
    layout_vector,
    locus_figure,
    vector_map,
)

CASSETTE = (
    ("site", "loxP", 0, 34, 1),
    ("splice", "En2-SA", 64, 454, 1),
    ("stop", "STOP", 454, 1_700, 0),
    ("site", "FRT", 1_720, 1_754, 1),
    ("polyA", "pA", 1_754, 2_000, -1),
    ("marker", "neo", 2_000, 2_800, -1),
    ("promoter", "hBactP", 2_800, 3_700, -1),
    ("site", "FRT", 3_715, 3_749, 1),
    ("site", "loxP", 3_779, 3_813, 1),
)
INSERTED = 3_813


def glyph(kind: str, label: str, start: int, end: int, strand: int = 0) -> Glyph:
    """Return a glyph in one short call."""
    return Glyph(kind=kind, label=label, start=start, end=end, strand=strand)


def allele(name: str, *, cassette: bool, topology: str = "linear") -> Track:
    """Return a small four-exon gene with or without a lox-stop-lox cassette after its first exon."""
    shift = INSERTED if cassette else 0
    parts = [glyph("exon", "exon 1", 800, 980, 1)]
    if cassette:
        parts += [glyph(kind, label, 1_200 + a, 1_200 + b, s) for kind, label, a, b, s in CASSETTE]
    parts += [
        glyph("exon", "exon 2", 1_600 + shift, 1_655 + shift, 1),
        glyph("exon", "exon 4", 2_150 + shift, 2_560 + shift, 1),
        glyph("edit", "p.A223R", 2_400 + shift, 2_401 + shift),
        glyph("arm", "5′ arm", 0, 1_200),
        glyph("guide", "guide 1", 1_200, 1_200),
    ]
    return Track(
        id=name,
        title=name,
        subtitle="makes TNF",
        length=4_000 + shift,
        topology=topology,
        glyphs=tuple(parts),
    )


def written(layout: Layout, role: str) -> list[str]:
    """Return the texts of one role."""
    return [text.text for text in layout.texts if text.role == role]


def ruler(scale: Scale, track: Track) -> dict[int, float]:
    """Return the genome positions written on the ruler, with their pixel."""
    layout = layout_locus(track, window_label="", scale=scale)
    places = [text for text in layout.texts if text.role == "ruler" and "," in text.text]
    return {int(text.text.replace(",", "")): (text.box.left + text.box.right) / 2 for text in places}


def test_public_names_are_sorted_and_present() -> None:
    """The package lists its public names in order, constants first."""
    assert figures.__all__ == sorted(figures.__all__, key=lambda name: (not name.isupper(), name))
    assert all(hasattr(figures, name) for name in figures.__all__)


def test_sites_thirty_bases_apart_stand_side_by_side() -> None:
    """FRT and loxP 30 bp apart get full-size symbols beside each other, each on a stem to its true place."""
    track = allele("targeted", cassette=True)
    layout = layout_series([track])
    sites = [n for n, part in enumerate(track.glyphs) if part.kind == "site"][-2:]
    left, right = (next(mark for mark in layout.marks if mark.owner == n).box for n in sites)
    assert left.right <= right.left
    assert min(left.right - left.left, right.right - right.left) >= 14
    stems = [next(line for line in layout.leaders if line.owner == n and line.is_stem) for n in sites]
    per_base = (stems[1].points[0][0] - stems[0].points[0][0]) / 64
    axis_end = next(mark.box for mark in layout.marks if mark.layer == 1 and mark.owner is None)
    assert per_base == pytest.approx((axis_end.right - axis_end.left) / track.length)


def test_the_ruler_counts_genome_positions() -> None:
    """On the plus strand numbers grow to the right; on the minus strand they fall."""
    track = allele("wild", cassette=False)
    plus = ruler(Scale(first=35_199_001), track)
    minus = ruler(Scale(first=35_203_000, strand=-1), track)
    assert sorted(plus) == sorted(plus, key=lambda position: plus[position])
    assert sorted(minus, reverse=True) == sorted(minus, key=lambda position: minus[position])
    assert 35_200_000 in plus


def test_the_ruler_skips_inserted_bases() -> None:
    """After an insertion the ruler goes on counting the genome, and says what was inserted."""
    track = allele("targeted", cassette=True)
    blocks = (
        Block(start=0, end=1_200, first=1_001),
        Block(start=1_200 + INSERTED, end=track.length, first=2_201),
    )
    scale = Scale(first=1_001, blocks=blocks)
    layout = layout_locus(track, window_label="chr17", scale=scale)
    assert "inserted 3.8 kb" in written(layout, "ruler")
    assert max(ruler(scale, track)) <= 5_000
    assert scale.genome(1_199, track.length) == 2_200
    assert scale.genome(1_300, track.length) is None
    assert scale.genome(1_200 + INSERTED, track.length) == 2_201


def test_a_break_tells_the_length_left_out() -> None:
    """A long intron is cut by marks with the omitted length between them."""
    exons = (glyph("exon", "exon 1", 1_000, 1_200, 1), glyph("exon", "exon 2", 150_000, 150_200, 1))
    track = Track(id="t", title="T", subtitle="", length=151_000, topology="linear", glyphs=exons)
    layout = layout_locus(track, window_label="chr1", scale=Scale(first=1))
    assert written(layout, "gap") == ["148 kb"]


def test_an_arm_runs_through_a_break_in_two_pieces() -> None:
    """A homology arm longer than the axis shows is drawn up to the break and on from it."""
    glyphs = (glyph("arm", "arm", 1_000, 90_000), glyph("exon", "e", 95_000, 95_500, 1))
    track = Track(id="t", title="T", subtitle="", length=96_000, topology="linear", glyphs=glyphs)
    layout = layout_locus(track, window_label="", scale=Scale(first=1))
    arm = next(mark for mark in layout.marks if mark.owner == 0 and mark.layer == 1)
    assert arm.body.count("<rect") == 2


def test_every_glyph_says_its_place_on_hover() -> None:
    """Hovering names the glyph, its 1-based place, length and strand, and its genome position if any."""
    text = locus_figure(allele("wild", cassette=False), window_label="chr17", scale=Scale(first=1_001))
    assert "exon 1 [exon]: 801–980 (180 bp, + strand). genome 1,801–1,980" in text
    assert "guide 1 [guide]: between bases 1,200 and 1,201" in text


def test_hostile_labels_are_only_text() -> None:
    """Markup in a label, title or subtitle never becomes an element."""
    bad = '"><script>alert(1)</script>'
    track = Track(
        id="t",
        title=bad,
        subtitle=bad,
        length=500,
        topology="circular",
        glyphs=(Glyph(kind="site", label=bad, start=1, end=35, strand=1, detail=bad),),
    )
    for text in (
        vector_map(track),
        allele_series([track]),
        locus_figure(track, window_label=bad, scale=Scale(first=1)),
    ):
        assert "<script" not in text
        assert "&lt;script&gt;" in text


def test_long_labels_are_cut_and_kept_in_full_on_hover() -> None:
    """A label of ninety letters is drawn with an ellipsis and carries its full text as a title."""
    track = Track(
        id="t",
        title="T",
        subtitle="",
        length=500,
        topology="circular",
        glyphs=(glyph("site", "x" * 90, 1, 35, 1),),
    )
    assert written(layout_vector(track), "label") == ["x" * 39 + "…"]
    assert f"<title>{'x' * 90}</title>" in vector_map(track)


def test_the_ring_shows_name_and_length_in_its_centre() -> None:
    """Name and length of a plasmid stand in the middle of its ring, inside it."""
    track = allele("pLX-Tnf", cassette=True, topology="circular")
    layout = layout_vector(track)
    assert written(layout, "name") == ["pLX-Tnf"]
    assert "7,813 bp" in written(layout, "note")
    name = next(text.box for text in layout.texts if text.role == "name")
    assert (name.left + name.right) / 2 == pytest.approx(layout.width / 2)


def test_a_feature_may_cross_the_origin_of_a_ring() -> None:
    """A glyph that ends beyond the length of a circle is drawn across its top and labelled there."""
    track = Track(
        id="t",
        title="p",
        subtitle="",
        length=3_000,
        topology="circular",
        glyphs=(glyph("marker", "AmpR", 2_700, 3_300, 1),),
    )
    layout = layout_vector(track)
    arc = next(mark.box for mark in layout.marks if mark.owner == 0)
    assert arc.left < layout.width / 2 < arc.right
    assert arc.bottom < layout.height / 2


def test_a_linear_vector_is_a_line() -> None:
    """A linear molecule has no ring; its length is in its subtitle and its ruler starts at base 1."""
    layout = layout_vector(allele("donor", cassette=False))
    assert "makes TNF · 4,000 bp, linear" in written(layout, "note")
    assert written(layout, "ruler")[0] == "1"


def test_series_rows_share_one_scale_and_are_joined() -> None:
    """Each row is named at its left, drawn to the scale of all, and joined by ribbons unless told not to."""
    rows = [allele("wild type", cassette=False), allele("targeted", cassette=True)]
    layout = layout_series(rows)
    assert written(layout, "title") == ["wild type", "targeted"]
    lines = [mark.box for mark in layout.marks if mark.layer == 1 and mark.owner is None]
    ratio = (lines[0].right - lines[0].left) / (lines[1].right - lines[1].left)
    assert ratio == pytest.approx(rows[0].length / rows[1].length)
    assert sum(mark.layer == 0 for mark in layout.marks) == 2
    assert not any(mark.layer == 0 for mark in layout_series(rows, links=False).marks)


def test_a_series_of_nothing_is_refused() -> None:
    """There is no figure without an allele."""
    with pytest.raises(DataError):
        allele_series([])


def test_figures_scale_and_follow_the_page() -> None:
    """A figure is an image with title and description, sized by its viewBox, coloured for night and print."""
    text = vector_map(allele("p", cassette=True, topology="circular"))
    assert re.match(r'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 [\d.]+ [\d.]+" width="100%"', text)
    for needed in ('role="img"', "<title>p</title>", "<desc>", "prefers-color-scheme:dark", "@media print"):
        assert needed in text
    assert " id=" not in text
    assert "url(" not in text
