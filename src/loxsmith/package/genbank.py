"""Writes a molecule as a GenBank flat file: its marks, its sources' features, and where its genome spans lie.

Three kinds of rows, one table: the marks the designer sets (sites, arms, primers, coding sequences), every
feature of every source as far as it shows on the molecule, and one row per stretch of genome. The same
molecule and marks give the same bytes; there is no clock in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from loxsmith.errors import DataError
from loxsmith.package import _genbank_lines as lines
from loxsmith.package._genbank_lines import Segment
from loxsmith.sequence import Molecule, Origin, Projected, Span, project, reverse_complement, translate

locus_name = lines.locus_name
"""Name as one word that the format can hold."""

_NEVER_INHERITED = frozenset({"translation", "codon_start", "transl_table", "transl_except", "label"})
_GENOME_NOTE = "source="


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something the design itself names on a molecule: a site, an arm, a primer, a coding sequence."""

    kind: str
    """INSDC feature key, such as ``protein_bind`` or ``CDS``."""

    label: str
    """The name a reader sees."""

    segments: tuple[tuple[int, int, int], ...]
    """Start, end and strand (1 or -1) on the molecule, 0-based half-open, in the order they are read. On a
    circle an end past the length runs over the origin."""

    qualifiers: tuple[tuple[str, str], ...] = ()
    """Further INSDC qualifiers in order."""

    def __post_init__(self) -> None:
        """Refuse a mark without bases."""
        if not self.segments:
            raise ValueError(f"mark {self.label!r} has no segment")
        for start, end, strand in self.segments:
            if start < 0 or end <= start or strand not in (1, -1):
                raise ValueError(f"mark {self.label!r} has no such segment: {(start, end, strand)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One feature as it will be written."""

    kind: str
    label: str
    segments: tuple[Segment, ...]
    qualifiers: tuple[tuple[str, str], ...]

    @property
    def order(self) -> tuple[int, int, str, str, str]:
        """Return what rows are sorted by: first base, longest first, then words."""
        starts, ends = [s[0] for s in self.segments], [s[1] for s in self.segments]
        return min(starts), -max(ends), self.kind, self.label, lines.location(self.segments)

    @property
    def identity(self) -> tuple[str, str, str]:
        """Return what makes two rows the same thing: key, label, place."""
        return self.kind, lines.plain(self.label), lines.location(_merged(self.segments))


def write_genbank(
    molecule: Molecule,
    *,
    name: str,
    definition: str,
    marks: Sequence[Mark] = (),
    organism: str = "Mus musculus",
    comment: tuple[str, ...] = (),
) -> str:
    """Return the molecule as one GenBank record.

    Features of sources that are not whole carry the note ``cut`` or ``interrupted``. Their coding sequences
    are written as ``misc_feature``: only a mark may be a CDS, and its translation is held against its place.

    Args:
        molecule: what to write; it must have bases.
        name: LOCUS name; characters the format cannot hold become ``_``.
        definition: one line saying what the molecule is.
        marks: features the design sets. One that equals a source's feature is written once.
        organism: whose DNA it is.
        comment: paragraphs of the COMMENT block.

    Raises:
        DataError: the molecule has no bases.
        ValueError: a mark leaves the molecule, or a CDS states a translation its location does not spell.
    """
    if not len(molecule):
        raise DataError(
            f"Molecule {molecule.name!r} has no bases, so there is no GenBank record of it.",
            hint="Leave it out.",
            molecule=molecule.name,
        )
    locus = lines.locus_name(name)
    rows = [_source_row(molecule, locus, organism), *_rows(molecule, marks, organism)]
    return "\n".join(
        chain(
            _header(molecule, locus, definition, organism, comment),
            ["FEATURES             Location/Qualifiers"],
            chain.from_iterable(_feature(row) for row in rows),
            ["ORIGIN"],
            lines.origin(molecule.sequence),
            ["//", ""],
        )
    )


def _header(
    molecule: Molecule, locus: str, definition: str, organism: str, comment: Iterable[str]
) -> Iterator[str]:
    yield lines.locus_line(locus, len(molecule), molecule.topology)
    yield from lines.header("DEFINITION", [(lines.plain(definition) or locus).rstrip(".") + "."])
    yield f"ACCESSION   {locus}"
    yield f"VERSION     {locus}"
    yield "KEYWORDS    ."
    species = lines.plain(organism) or "."
    yield from lines.header("SOURCE", [species])
    yield from lines.header("  ORGANISM", [species])
    yield from lines.header("", ["."])  # the lineage, which nobody stated
    # "##" opens a structured comment, which readers then parse as a table
    yield from lines.header("COMMENT", [paragraph.replace("##", "# #") for paragraph in comment])


def _feature(row: _Row) -> Iterator[str]:
    label = lines.plain(row.label) or row.kind
    others = [pair for pair in row.qualifiers if pair != ("label", row.label)]
    return lines.feature(row.kind, lines.location(row.segments), [("label", label), *others])


# -- rows ----------------------------------------------------------------------------------------------------


def _source_row(molecule: Molecule, locus: str, organism: str) -> _Row:
    qualifiers = (("organism", organism), ("mol_type", "other DNA"))
    return _Row(kind="source", label=locus, segments=((0, len(molecule), 1),), qualifiers=qualifiers)


def _rows(molecule: Molecule, marks: Sequence[Mark], organism: str) -> list[_Row]:
    """Return marks, projected features and genome spans in molecule order, twins merged into the mark."""
    set_rows = [_mark_row(mark, molecule) for mark in marks]
    twins: dict[tuple[str, str, str], list[Projected]] = {row.identity: [] for row in set_rows}
    seen = []
    for projected in project(molecule):
        row = _projected_row(projected, molecule)
        if row.identity in twins:
            twins[row.identity].append(projected)
        elif not _is_whole_record(row, molecule, organism):
            seen.append(_rewritten(row, projected))
    marked = [_with_twins(row, twins[row.identity]) for row in set_rows]
    return sorted([*marked, *seen, *_genome_rows(molecule)], key=lambda row: row.order)


def _mark_row(mark: Mark, molecule: Molecule) -> _Row:
    segments = tuple(piece for segment in mark.segments for piece in _wound(segment, molecule, mark))
    row = _Row(kind=mark.kind, label=mark.label, segments=segments, qualifiers=mark.qualifiers)
    if mark.kind == "CDS":
        _must_spell_its_translation(row, molecule)
    return row


def _wound(segment: Segment, molecule: Molecule, mark: Mark) -> tuple[Segment, ...]:
    """Return a segment as it lies within the drawing, in two where it runs over the origin."""
    start, end, strand = segment
    length = len(molecule)
    if end <= length:
        return (segment,)
    if not molecule.circular or start >= length or end > start + length:
        raise ValueError(f"mark {mark.label!r} at {start}..{end} leaves {molecule!r}")
    halves = ((start, length, strand), (0, end - length, strand))
    return halves if strand == 1 else halves[::-1]


def _must_spell_its_translation(row: _Row, molecule: Molecule) -> None:
    """Refuse a CDS whose stated protein is not what its bases say; ``transl_except`` waives it."""
    stated = dict(row.qualifiers)
    if "translation" not in stated or "transl_except" in stated:
        return
    spelt = translate(_spelt(row.segments, molecule)[int(stated.get("codon_start", "1")) - 1 :])
    if spelt.removesuffix("*") != stated["translation"].removesuffix("*"):
        raise ValueError(f"CDS {row.label!r} on {molecule!r} does not spell the translation it states")


def _spelt(segments: Iterable[Segment], molecule: Molecule) -> str:
    pieces = ((molecule.sequence[start:end], strand) for start, end, strand in segments)
    return "".join(text if strand == 1 else reverse_complement(text) for text, strand in pieces)


# -- features of the sources -----------------------------------------------------------------------------------


def _projected_row(projected: Projected, molecule: Molecule) -> _Row:
    feature = projected.feature
    return _Row(
        kind=feature.kind,
        label=feature.label,
        segments=_merged(_fragments(projected, molecule)),
        qualifiers=feature.qualifiers,
    )


def _fragments(projected: Projected, molecule: Molecule) -> list[Segment]:
    """Return the pieces in the feature's reading order, however the molecule has shuffled them."""
    placed = [
        (span.start, (start + at, start + at + len(span), span.strand))
        for start, end, _ in projected.pieces
        for at, span in molecule.slice(start, end).placed_spans()
    ]
    pieces: list[Segment] = [piece for _, piece in sorted(placed)]
    if projected.feature.strand == 0:  # no direction: read along the drawing
        turned = all(strand == -1 for _, _, strand in pieces)
        return [(start, end, 1) for start, end, _ in (reversed(pieces) if turned else pieces)]
    if projected.feature.strand == 1:
        return pieces
    return [(start, end, -strand) for start, end, strand in reversed(pieces)]


def _merged(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """Join segments that follow each other without a gap in reading direction."""
    merged: list[Segment] = []
    for start, end, strand in segments:
        if merged and merged[-1][2] == strand and merged[-1][1 if strand == 1 else 0] == (
            start if strand == 1 else end
        ):  # fmt: skip
            start, end = min(start, merged[-1][0]), max(end, merged[-1][1])
            merged.pop()
        merged.append((start, end, strand))
    return tuple(merged)


def _is_whole_record(row: _Row, molecule: Molecule, organism: str) -> bool:
    """Say whether the row repeats the record's own ``source`` row, as in a file that is written again."""
    if row.kind != "source" or sum(end - start for start, end, _ in row.segments) != len(molecule):
        return False
    known = {("organism", organism), ("mol_type", "other DNA")}
    return set(row.qualifiers) <= known


def _rewritten(row: _Row, projected: Projected) -> _Row:
    """Return a source's feature with its state, and without claims that held for its source only."""
    qualifiers = [pair for pair in row.qualifiers if pair[0] != "translation"]
    if projected.state != "whole":
        qualifiers = [_disclaimed(pair) for pair in qualifiers]
    if row.kind in {"CDS", "source"}:
        left_out = ", translation left out" if len(qualifiers) < len(row.qualifiers) else ""
        qualifiers.append(("note", f"annotated {row.kind}{left_out}"))
        row = replace(row, kind="misc_feature")
    return replace(row, qualifiers=(*qualifiers, *_state_note(projected)))


def _disclaimed(pair: tuple[str, str]) -> tuple[str, str]:
    """Reword a genome interval read from a file: it holds for the whole stretch, not for what is left."""
    key, value = pair
    if key == "note" and value.startswith(_GENOME_NOTE):
        return key, f"formerly {value.removeprefix(_GENOME_NOTE)}"
    return pair


def _state_note(projected: Projected) -> tuple[tuple[str, str], ...]:
    return () if projected.state == "whole" else (("note", projected.state),)


def _with_twins(row: _Row, twins: Iterable[Projected]) -> _Row:
    """Give a mark what the features it equals know besides; what the mark says itself stands."""
    own = {key for key, _ in row.qualifiers} | _NEVER_INHERITED
    qualifiers = list(row.qualifiers)
    for twin in twins:
        known = twin.feature.qualifiers
        if twin.state != "whole":
            known = (*map(_disclaimed, known), *_state_note(twin))
        new = [pair for pair in known if pair[0] == "note" or pair[0] not in own]
        qualifiers += [pair for pair in new if pair not in qualifiers]
    return replace(row, qualifiers=tuple(qualifiers))


# -- genome spans ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A run of genome on the molecule."""

    origin: Origin
    start: int
    """First base on the chromosome, 0-based."""
    end: int
    strand: int
    """Strand of the molecule on the chromosome."""
    segments: tuple[Segment, ...]
    """Where it lies on the molecule; two over the origin."""

    def continued(self, other: _Stretch) -> _Stretch | None:
        """Return both as one when ``other`` goes on where this ends, also from one window to the next."""
        here = (self.origin.assembly, self.origin.chrom, self.strand)
        if here != (other.origin.assembly, other.origin.chrom, other.strand):
            return None
        if (self.end != other.start) if self.strand == 1 else (self.start != other.end):
            return None
        start, end = min(self.start, other.start), max(self.end, other.end)
        segments = _merged((*self.segments, *other.segments))
        return _Stretch(self.origin, start, end, self.strand, segments)


def _genome_rows(molecule: Molecule) -> Iterator[_Row]:
    """Yield one row per maximal genome-derived stretch, along the drawing, with its 1-based interval."""
    for stretch in _stretches(molecule):
        origin = stretch.origin
        sign = "+" if stretch.strand == 1 else "-"
        interval = f"{origin.assembly}:{origin.chrom}:{stretch.start + 1}-{stretch.end}:{sign}"
        yield _Row(
            kind="misc_feature",
            label=interval,
            segments=stretch.segments,
            qualifiers=(("note", _GENOME_NOTE + interval),),
        )


def _stretches(molecule: Molecule) -> list[_Stretch]:
    runs: list[_Stretch] = []
    for at, span in molecule.placed_spans():
        if span.source.origin is None:
            continue
        new = _stretch(at, span, span.source.origin)
        last = runs[-1] if runs else None
        touching = last is not None and last.segments[-1][1] == at
        joined = last.continued(new) if last is not None and touching else None
        runs[-1:] = [joined] if joined else [*runs[-1:], new]
    if molecule.circular and len(runs) > 1:
        meeting = runs[-1].segments[-1][1] == len(molecule) and runs[0].segments[0][0] == 0
        joined = runs[-1].continued(runs[0]) if meeting else None
        runs = [joined, *runs[1:-1]] if joined else runs
    return runs


def _stretch(at: int, span: Span, origin: Origin) -> _Stretch:
    start, end = origin.start + span.start, origin.start + span.end
    return _Stretch(origin, start, end, span.strand, ((at, at + len(span), 1),))
