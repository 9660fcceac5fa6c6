"""What can be drawn on a molecule: exons by lift-over, parts by projection, sites by sequence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from loxsmith.errors import RequestError
from loxsmith.knowledge import part
from loxsmith.locus import Locus
from loxsmith.package.document import Drawn, SiteInfo
from loxsmith.recombination import find_sites, is_extended
from loxsmith.sequence import Molecule, Projected, lift_interval, project
from loxsmith.strategy import MARKERS

_KINDS = {
    "promoter": "promoter",
    "enhancer": "literal",
    "polyA": "polyA",
    "stop-cassette": "stop",
    "splice": "splice",
    "backbone": "backbone",
    "cds-fragment": "payload",
    "2A": "payload",
    "linker": "payload",
    "tag": "payload",
    "IRES": "payload",
}


def drawn_features(molecule: Molecule, locus: Locus) -> tuple[Drawn, ...]:
    """Return everything worth drawing on a molecule, in molecule order."""
    found = [*_exons(molecule, locus), *_neighbours(molecule, locus), *_parts(molecule), *_sites(molecule)]
    return tuple(sorted(found, key=lambda d: (d.start, -d.end, d.kind, d.label)))


def _exons(molecule: Molecule, locus: Locus) -> Iterator[Drawn]:
    """Exons of the target transcript, coding and untranslated parts apart."""
    coding = locus.target.cds
    if not coding:
        for number, (start, end) in enumerate(locus.target.exons, 1):
            yield from _lifted(molecule, locus, "utr", f"exon {number}", start, end)
        return
    first, last = coding[0][0], coding[-1][1]
    for number, (start, end) in enumerate(locus.target.exons, 1):
        for kind, a, b in (
            ("utr", start, min(end, first)),
            ("exon", max(start, first), min(end, last)),
            ("utr", max(start, last), end),
        ):
            if a < b:
                yield from _lifted(molecule, locus, kind, f"exon {number}" if kind == "exon" else "UTR", a, b)


def _neighbours(molecule: Molecule, locus: Locus) -> Iterator[Drawn]:
    for gene in locus.neighbours:
        yield from _lifted(molecule, locus, "gene", gene.symbol, gene.start, gene.end, gene.strand)


def _lifted(
    molecule: Molecule, locus: Locus, kind: str, label: str, start: int, end: int, strand: int = 1
) -> Iterator[Drawn]:
    lower, upper = _on_source(locus, start, end)
    pieces = lift_interval(molecule, locus.source, lower, upper)
    whole = sum(b - a for a, b, _ in pieces) >= end - start
    state: Literal["whole", "cut", "interrupted"] = "cut" if not whole else "whole"
    if whole and len(pieces) > 1:
        state = "interrupted"
    own = locus.molecule.spans[0].strand
    for a, b, direction in pieces:
        forward = direction == own * strand
        yield Drawn(kind=kind, label=label, start=a + 1, end=b, strand="+" if forward else "-", state=state)


def _on_source(locus: Locus, start: int, end: int) -> tuple[int, int]:
    """Where a stretch of the locus molecule lies on the genome window it was cut from."""
    first, last = locus.molecule.locate(start).position, locus.molecule.locate(end - 1).position
    return min(first, last), max(first, last) + 1


def _parts(molecule: Molecule) -> Iterator[Drawn]:
    for placed in project(molecule):
        kind = _kind(placed)
        if kind and not _is_sliver(placed):
            yield Drawn(
                kind=kind,
                label=placed.feature.label,
                start=placed.start + 1,
                end=placed.end,
                strand=_STRANDS[placed.strand],
                state=placed.state,
            )


_STRANDS: Final[dict[int, Literal["+", "-", "."]]] = {1: "+", -1: "-", 0: "."}


SLIVER = 15
"""Bases of a cut part below which it is not drawn: a vector that goes on like the locus behind an arm by chance
leaves a few of its bases there, which spell the locus all the same (judgement)."""


def _is_sliver(placed: Projected) -> bool:
    return placed.state == "cut" and sum(end - start for start, end, _ in placed.pieces) < SLIVER


def _kind(placed: Projected) -> str:
    """Drawing kind of a designed feature; empty for the genome's own features and for sites."""
    feature = placed.feature
    if placed.source.origin is not None or feature.kind == "protein_bind":
        return ""
    if feature.kind == "variation":
        return "edit"
    try:
        found = part(feature.label)
    except RequestError:
        return "payload" if feature.kind == "CDS" else "literal"
    if found.kind == "cds":
        if found.name == "DTA":
            return "negative"
        return "marker" if found.name in MARKERS and placed.strand == -1 else "payload"
    return _KINDS.get(found.kind, "literal")


def _sites(molecule: Molecule) -> Iterator[Drawn]:
    for site in site_infos(molecule):
        if site.start <= site.end:
            yield Drawn(kind="site", label=site.name, start=site.start, end=site.end, strand=site.strand)


def site_infos(molecule: Molecule) -> tuple[SiteInfo, ...]:
    """Return the recombinase sites of a molecule, found by sequence."""
    return tuple(
        SiteInfo(
            name=placed.site.name,
            recombinase=placed.site.recombinase,
            start=placed.start + 1,
            end=placed.end,
            strand="+" if placed.strand == 1 else "-",
            extended=is_extended(molecule, placed),
        )
        for placed in find_sites(molecule)
    )
