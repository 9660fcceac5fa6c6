"""Site-specific recombination of one pair of sites: excision, inversion, integration, translocation.

Both strands are exchanged at the same offset within the spacer (Cre, Flp, Dre) or the shared core (PhiC31,
Bxb1), so the product sites are made of the left half of one partner and the right half of the other: that is
how lox66 x lox71 gives lox72 and loxP, and attB x attP gives attL and attR, without a table of products.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from loxsmith.knowledge import compatibility
from loxsmith.recombination.sites import PlacedSite, find_sites
from loxsmith.sequence import Molecule

Kind = Literal["excision", "inversion", "integration", "translocation", "exchange"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One recombination between two sites."""

    kind: Kind
    """What happens to the DNA between or beyond the sites."""

    agent: str
    """The recombinase."""

    sites: tuple[PlacedSite, PlacedSite]
    """The pair, in molecule order (for two molecules: host, then partner)."""

    product: Molecule
    """The molecule that keeps the locus (the host's left end)."""

    by_product: Molecule | None
    """The excised circle, or the other half of a translocation."""


def within(molecule: Molecule, agents: Collection[str]) -> Iterator[Event]:
    """Yield every event between two compatible sites of one molecule."""
    for a, b in pairs(molecule, agents, "full"):
        yield _direct(molecule, a, b) if a.strand == b.strand else _inverted(molecule, a, b)


def pairs(
    molecule: Molecule, agents: Collection[str], grade: Literal["full", "leak"]
) -> Iterator[tuple[PlacedSite, PlacedSite]]:
    """Yield the pairs of sites of one molecule whose compatibility is ``grade``, by crossover position."""
    found = sorted(
        (s for s in find_sites(molecule) if s.site.recombinase in agents), key=lambda s: s.crossover
    )
    for a, b in combinations(found, 2):
        if a.crossover != b.crossover and compatibility(a.site, b.site).grade == grade:
            yield a, b


def pairs_between(
    host: Molecule, partner: Molecule, agents: Collection[str], grade: Literal["full", "leak"]
) -> Iterator[tuple[PlacedSite, PlacedSite]]:
    """Yield the pairs of a site of ``host`` and one of ``partner`` whose compatibility is ``grade``."""
    for a in find_sites(host):
        if a.site.recombinase in agents:
            yield from ((a, b) for b in find_sites(partner) if compatibility(a.site, b.site).grade == grade)


def between(host: Molecule, partner: Molecule, agents: Collection[str]) -> Iterator[Event]:
    """Yield every event between a site of ``host`` and a compatible site of ``partner``.

    A circular partner integrates; two linear molecules exchange ends. A linear partner cannot go into a
    circular host without opening it, so that case is read with the two turned round.
    """
    for a, b in pairs_between(host, partner, agents, "full"):
        yield _joined(host, a, partner, b)


def _direct(molecule: Molecule, a: PlacedSite, b: PlacedSite) -> Event:
    product, circle = molecule.excise(a.crossover, b.crossover)
    if molecule.circular and len(circle) > len(product):
        product, circle = circle, product
    return Event(kind="excision", agent=a.site.recombinase, sites=(a, b), product=product, by_product=circle)


def _inverted(molecule: Molecule, a: PlacedSite, b: PlacedSite) -> Event:
    product = molecule.invert(a.crossover, b.crossover)
    return Event(kind="inversion", agent=a.site.recombinase, sites=(a, b), product=product, by_product=None)


def _joined(host: Molecule, a: PlacedSite, partner: Molecule, b: PlacedSite) -> Event:
    agent = a.site.recombinase
    if host.circular and not partner.circular:
        flipped = _joined(partner, b, host, a)
        return Event(kind=flipped.kind, agent=agent, sites=(a, b), product=flipped.product, by_product=None)
    opened = b.crossover
    if a.strand != b.strand:
        partner, opened = partner.reverse_complement(), len(partner) - opened
    if partner.circular:
        product = host.integrate(a.crossover, partner, opened % len(partner))
        return Event(kind="integration", agent=agent, sites=(a, b), product=product, by_product=None)
    left, right = host.slice(0, a.crossover), host.slice(a.crossover, len(host))
    other_left, other_right = partner.slice(0, opened), partner.slice(opened, len(partner))
    return Event(
        kind="translocation",
        agent=agent,
        sites=(a, b),
        product=left + other_right,
        by_product=(other_left + right).renamed(partner.name),
    )
