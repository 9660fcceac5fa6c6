"""The pictures of a design, drawn from its document: the locus, each molecule, the allele series."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from loxsmith.package.document import AlleleInfo, Document, Drawn, GuideInfo, MoleculeInfo
from loxsmith.package.figures import (
    KINDS,
    Block,
    Glyph,
    Piece,
    Scale,
    Track,
    allele_series,
    locus_figure,
    vector_map,
)
from loxsmith.package.lift import Lift, Window, changed_on_wild, healed, lift
from loxsmith.package.words import makes, sentence, short, states, when, wild_type

_STRANDS: Final = {"+": 1, "-": -1, ".": 0}
_WHOLE_GENE: Final = 25_000
"""Longest gene (bp) that the allele series shows whole."""
_LEAST_MARGIN: Final = 250
"""Bases shown on each side of what a picture is about."""
_LONGEST_LITERAL: Final = 100
"""Longer stretches of designed bases without a name of their own are drawn (bp)."""

_PAIR: Final = 2
"""Rows of a series in which no recombinase acts: with more, designed pieces are shared by rows as well."""
_NAMED_UTR: Final = 20
"""Untranslated parts shorter than this share of the picture bear no label."""

Stretch = tuple[int, int]


def pictures(document: Document) -> dict[str, str]:
    """Return every picture of a design as SVG by file name, in the order a reader meets them."""
    wild = wild_type(document)
    drawn = {}
    if wild is not None:
        drawn["alleles.svg"] = _alleles(document, wild)
        drawn["locus.svg"] = _locus(document, wild)
    drawn |= {f"{molecule.id}.svg": _molecule(molecule) for molecule in document.molecules}
    wrong = [a for a in document.alleles if not a.intended and a.bears_locus and a.topology == "linear"]
    if wild is not None and wrong:
        drawn["unintended.svg"] = _unintended(document, wild, wrong)
    if document.genome.synthetic:
        return {name: _labelled_synthetic(picture) for name, picture in drawn.items()}
    return drawn


def _labelled_synthetic(picture: str) -> str:
    """Say in the picture itself, small at its upper right corner, that its sequence is made up."""
    width = re.search(r'viewBox="0 0 ([0-9.]+) ', picture)
    at = float(width[1]) - 8 if width else 8.0
    words = (
        f'<text x="{at:g}" y="13" text-anchor="end" font-size="11" font-family="sans-serif" fill="#8a6d00">'
        "SYNTHETIC teaching genome</text>"
    )
    return picture.replace("</svg>", f"{words}</svg>")


# -- allele series -------------------------------------------------------------------------------------------


def _alleles(document: Document, wild: AlleleInfo) -> str:
    rows = [state for state in states(document) if state.allele.topology == "linear"]
    view = _view(document, wild, [state.allele for state in rows])
    drawn = [_row(state.allele, wild, view, state.title, short(document, state)) for state in rows]
    if len(drawn) == _PAIR:
        drawn = [
            replace(row, pieces=_pieces(s.allele, wild, view)) for row, s in zip(drawn, rows, strict=True)
        ]
    return allele_series(drawn)


def _pieces(allele: AlleleInfo, wild: AlleleInfo, view: Stretch) -> tuple[Piece, ...]:
    """Return which bases of a row are the wild type's, so that ribbons follow bases and not labels."""
    where = lift(wild, allele)
    left = where.left(view[0])
    clipped = [(max(run.start, view[0]), min(run.end, view[1]), run.shift - left) for run in where.runs]
    return tuple(
        Piece(start=start + shift, end=end + shift, source="wild type", first=start)
        for start, end, shift in clipped
        if start < end
    )


def _unintended(document: Document, wild: AlleleInfo, wrong: Sequence[AlleleInfo]) -> str:
    good = next((s for s in states(document) if s.allele.event.kind == "homologous recombination"), None)
    shown = [*([good.allele] if good else []), *wrong]
    view = _view(document, wild, shown)
    rows = [
        _row(a, wild, view, "as intended" if a.intended else when(document, a), _says(document, a))
        for a in shown
    ]
    if good:
        rows[1:] = [_with_extra(r, a, good.allele, wild, view) for r, a in zip(rows[1:], wrong, strict=True)]
    return allele_series(rows, links=False)


def _with_extra(row: Track, allele: AlleleInfo, good: AlleleInfo, wild: AlleleInfo, view: Stretch) -> Track:
    """Measure out under a row what it has more than the intended allele, such as a second copy."""
    more = allele.length - good.length
    if more <= 0 or allele.changed is None:
        return row
    left = lift(wild, allele).left(view[0])
    # Copies in a row can be told apart at either end; the end of what differs from the wild type is known.
    end = min(allele.changed[1] - left, row.length)
    start = max(allele.changed[1] - more - left, 0)
    if start >= end:
        return row
    extra = Glyph(kind="arm", label=f"{more:,} bp more than intended", start=start, end=end, strand=0)
    return replace(row, glyphs=(*row.glyphs, extra))


def _says(document: Document, allele: AlleleInfo) -> str:
    return sentence(makes(document, allele))


def _row(allele: AlleleInfo, wild: AlleleInfo, view: Stretch, title: str, subtitle: str) -> Track:
    where = lift(wild, allele)
    crop = where.left(view[0]), where.right(view[1])
    return Track(
        id=allele.id,
        title=title,
        subtitle=subtitle,
        length=crop[1] - crop[0],
        topology="linear",
        glyphs=tuple(_glyphs(allele.features, crop, wild=wild.features)),
    )


def _view(document: Document, wild: AlleleInfo, alleles: Iterable[AlleleInfo]) -> Stretch:
    """Return the wild-type stretch to show: the gene if it is short, else what changes with its exons."""
    gene = _gene(document, wild)
    changes = [changed_on_wild(wild, allele) for allele in alleles if allele.changed is not None]
    start = min([first for first, _ in changes] or [gene[0]])
    end = max([last for _, last in changes] or [gene[1]])
    if max(end, gene[1]) - min(start, gene[0]) <= _WHOLE_GENE:
        start, end = min(start, gene[0]), max(end, gene[1])
    else:
        exons = sorted((d.start - 1, d.end) for d in wild.features if d.kind in ("exon", "utr"))
        start = max([first for first, last in exons if last <= start] or [start])
        end = min([last for first, last in exons if first >= end] or [end])
    return _widened((start, end), wild.length)


def _gene(document: Document, wild: AlleleInfo) -> Stretch:
    start, end = Window.of(document.target).stretch(document.target.start, document.target.end)
    return max(0, start), min(wild.length, end)


def _widened(stretch: Stretch, length: int) -> Stretch:
    margin = max(_LEAST_MARGIN, (stretch[1] - stretch[0]) // 20)
    return max(0, stretch[0] - margin), min(length, stretch[1] + margin)


# -- locus ---------------------------------------------------------------------------------------------------


def _locus(document: Document, wild: AlleleInfo) -> str:
    """Draw the targeted allele, or the wild type when nothing was targeted, over genome positions."""
    goal = next(
        (a for a in document.alleles if a.intended and a.event.kind == "homologous recombination"), wild
    )
    window, where = Window.of(document.target), lift(wild, goal)
    arms = [window.stretch(*_ends(arm.genome)) for m in document.molecules for arm in m.arms.values()]
    gene = _gene(document, wild)
    view = _widened((min(gene[0], *(a for a, _ in arms)) if arms else gene[0],
                     max(gene[1], *(b for _, b in arms)) if arms else gene[1]), wild.length)  # fmt: skip
    crop = where.left(view[0]), where.right(view[1])
    glyphs = list(_glyphs(goal.features, crop))
    glyphs += _arms(document, window, where, crop)
    if not any(glyph.kind == "guide" for glyph in glyphs):
        glyphs += [_guide(g, window, where, crop) for g in document.guides if g.chosen and _inside(g, window)]
    track = Track(
        id="locus",
        title=f"{document.target.gene} locus, {when(document, goal)}",
        subtitle=_says(document, goal),
        length=crop[1] - crop[0],
        topology="linear",
        glyphs=tuple(glyphs),
    )
    first = window.genome(view[0])
    scale = Scale(first=first, strand=window.strand, blocks=tuple(_blocks(where, window, crop)))
    return locus_figure(track, window_label=_label(document, window, view), scale=scale)


def _label(document: Document, window: Window, view: Stretch) -> str:
    low, high = sorted((window.genome(view[0]), window.genome(view[1] - 1)))
    strand = "−" if window.strand < 0 else "+"
    name = "" if document.genome.name == window.chrom else f", {document.genome.name}"
    return f"{window.chrom}:{low:,}–{high:,} ({strand} strand){name}"


def _ends(place: str) -> Stretch:
    """Return first and last position of ``chrom:start-end:strand``."""
    start, end = place.rsplit(":", 2)[1].split("-")
    return int(start), int(end)


def _arms(document: Document, window: Window, where: Lift, crop: Stretch) -> Iterator[Glyph]:
    for molecule in document.molecules:
        for side, arm in molecule.arms.items():
            start, end = window.stretch(*_ends(arm.genome))
            start, end = (max(p, crop[0]) for p in (where.left(start), where.right(end)))
            end = min(end, crop[1])
            if start < end:
                label = f"{side.replace('p', '′')} arm, {arm.length:,} bp"
                yield Glyph(kind="arm", label=label, start=start - crop[0], end=end - crop[0], strand=0)


def _inside(guide: GuideInfo, window: Window) -> bool:
    return window.start < guide.cut < window.end


def _guide(guide: GuideInfo, window: Window, where: Lift, crop: Stretch) -> Glyph:
    start, end = window.stretch(guide.cut, guide.cut)
    at = where.right(end if window.strand == 1 else start) - crop[0]
    at = min(max(at, 0), crop[1] - crop[0])
    strand = _STRANDS[guide.strand] * window.strand
    return Glyph(kind="guide", label=guide.id, start=at, end=at, strand=strand, detail=guide.protospacer)


def _blocks(where: Lift, window: Window, crop: Stretch) -> Iterator[Block]:
    for run in where.runs:
        start, end = max(run.start + run.shift, crop[0]), min(run.end + run.shift, crop[1])
        if start < end:
            first = window.genome(start - run.shift)
            yield Block(start=start - crop[0], end=end - crop[0], first=first)


# -- molecules and glyphs --------------------------------------------------------------------------------------


def _molecule(molecule: MoleculeInfo) -> str:
    whole = (0, molecule.length)
    glyphs = list(_glyphs(molecule.features, whole, wraps=molecule.topology == "circular"))
    if not any(glyph.kind == "arm" for glyph in glyphs):
        glyphs += [
            Glyph(
                kind="arm", label=f"{side.replace('p', '′')} arm", start=arm.start - 1, end=arm.end, strand=0
            )
            for side, arm in molecule.arms.items()
            if 0 < arm.start <= arm.end <= molecule.length
        ]
    return vector_map(
        Track(
            id=molecule.id,
            title=molecule.name,
            subtitle=molecule.kind,
            length=molecule.length,
            topology=molecule.topology,
            glyphs=tuple(glyphs),
        )
    )


def _glyphs(
    features: Iterable[Drawn], crop: Stretch, *, wild: Iterable[Drawn] = (), wraps: bool = False
) -> Iterator[Glyph]:
    """Yield what lies within a stretch, cut to it; ``end`` below ``start`` runs over a circle's origin."""
    drawn = healed(features, wild)
    for one in drawn:
        kind = _kind(one)
        start, end = one.start - 1, one.end
        if wraps and end <= start:
            end += crop[1]
        limit = start + crop[1] if wraps else crop[1]
        start, end = max(start, crop[0]), min(end, limit)
        if kind is None or end < start or end <= crop[0] or start >= crop[1]:
            continue
        state = "" if one.state == "whole" else one.state
        yield Glyph(
            kind=kind,
            label=_name(one, crop),
            start=start - crop[0],
            end=end - crop[0],
            strand=_STRANDS[one.strand],
            detail=state,
        )


def _kind(one: Drawn) -> str | None:
    if one.kind in KINDS:
        return one.kind
    return "payload" if one.kind == "literal" and one.end - one.start >= _LONGEST_LITERAL else None


def _name(one: Drawn, crop: Stretch) -> str:
    """Leave untranslated parts too short to hold their name without one."""
    crowded = one.kind == "utr" and (one.end - one.start) * _NAMED_UTR < crop[1] - crop[0]
    return "" if crowded else one.label
