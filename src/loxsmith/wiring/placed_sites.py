"""Recombinase sites as people and programs read them: 1-based, inclusive, long forms noted."""

from __future__ import annotations

from typing import TypedDict

from loxsmith.package.genbank import Mark
from loxsmith.recombination import PlacedSite, find_sites, is_extended
from loxsmith.sequence import Molecule


class SiteRow(TypedDict):
    """One site on a molecule; on a circle ``end`` is less than ``start`` when the site runs over the origin."""

    name: str
    recombinase: str
    start: int
    end: int
    strand: str
    extended: bool


def site_rows(molecule: Molecule) -> list[SiteRow]:
    """Return the sites of a molecule in order of position."""
    return [_row(molecule, placed) for placed in find_sites(molecule)]


def site_marks(molecule: Molecule) -> list[Mark]:
    """Return the sites of a molecule as features to write."""
    return [
        Mark(
            kind="protein_bind",
            label=placed.site.name,
            segments=((placed.start, placed.end, placed.strand),),
            qualifiers=(("bound_moiety", f"{placed.site.recombinase} recombinase"),),
        )
        for placed in find_sites(molecule)
    ]


def sign(strand: int) -> str:
    """Return ``+`` or ``-``."""
    return "+" if strand == 1 else "-"


def _row(molecule: Molecule, placed: PlacedSite) -> SiteRow:
    return SiteRow(
        name=placed.site.name,
        recombinase=placed.site.recombinase,
        start=placed.start + 1,
        end=placed.end - placed.turn if placed.turn and placed.end > placed.turn else placed.end,
        strand=sign(placed.strand),
        extended=is_extended(molecule, placed),
    )
