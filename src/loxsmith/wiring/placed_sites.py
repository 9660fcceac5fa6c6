"""Recombinase sites as people and programs read them: 1-based, inclusive, long forms noted."""

from __future__ import annotations

from typing import TypedDict

from loxsmith.knowledge import sites
from loxsmith.package.genbank import Mark
from loxsmith.recombination import PlacedSite, find_sites
from loxsmith.sequence import Molecule, reverse_complement


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


def is_extended(molecule: Molecule, placed: PlacedSite) -> bool:
    """Say whether the bases before the core complete the long form, as in the 48-bp FRT."""
    longer = [site for site in sites() if site.extended and site.minimal == placed.site.sequence]
    return any(_before(molecule, placed, len(site.extended)) == site.extended for site in longer)


def _before(molecule: Molecule, placed: PlacedSite, count: int) -> str:
    """Read ``count`` bases in front of a site, in the site's own direction; fewer at the end of a line."""
    forward = placed.strand == 1
    start = placed.start - count if forward else placed.end
    length, text = len(molecule), molecule.sequence
    places = range(start, start + count)
    if molecule.circular:
        found = "".join(text[place % length] for place in places)
    else:
        found = text[max(start, 0) : max(start + count, 0)]
    return found if forward else reverse_complement(found)


def _row(molecule: Molecule, placed: PlacedSite) -> SiteRow:
    return SiteRow(
        name=placed.site.name,
        recombinase=placed.site.recombinase,
        start=placed.start + 1,
        end=placed.end - placed.turn if placed.turn and placed.end > placed.turn else placed.end,
        strand=sign(placed.strand),
        extended=is_extended(molecule, placed),
    )
