"""Conditional knock-outs: critical exons between two sites, with a marker that another recombinase removes."""

from __future__ import annotations

from dataclasses import dataclass

from loxsmith.errors import InfeasibleError
from loxsmith.locus import Locus, Uniqueness
from loxsmith.request import Request
from loxsmith.strategy.assuming import first_assumptions
from loxsmith.strategy.cassettes import (
    DEFAULT_SITE,
    SELECTION_SETTING,
    SitePair,
    excision_sites,
    marker,
    selection_agent,
)
from loxsmith.strategy.critical_exons import regions
from loxsmith.strategy.critical_region import Region
from loxsmith.strategy.exon_choice import assumed, chosen, others, region_of
from loxsmith.strategy.ikmc import tagged
from loxsmith.strategy.model import Alternative, Block, Cassette, Piece, Strategy, from_site
from loxsmith.strategy.promising import Aim, makes, nothing_else, numbered, one_end
from loxsmith.strategy.remaining_words import deleted_products, wild_products


def floxed(request: Request, locus: Locus, unique: Uniqueness) -> Strategy:
    """A critical region between two sites of a recombinase.

    Raises:
        RequestError: the transcript has no such exons, or the sites do not fit the recombinase.
        InfeasibleError: no exons can be floxed, or not those named; the hint names the nearest that can.
    """
    _es_cells(request, locus)
    found = regions(locus, unique)
    region = region_of(request, locus, found)
    build = tagged if request.kind == "ikmc" else _conditional
    return build(request, locus, region, found)


def _es_cells(request: Request, locus: Locus) -> None:
    if request.method != "zygote" and request.donor in {"auto", "vector"}:
        return
    what = "An IKMC-type allele" if request.kind == "ikmc" else "A floxed allele"
    line = request.model_copy(update={"method": "es", "donor": "auto"}).canonical(customer=False)
    raise InfeasibleError(
        f"{what} is not built in zygotes yet: both sites must come in on one donor, cut at two places at once, "
        "and this version draws donors for one guide.",
        hint=f"Ask for ES cells, which need no guide: {line}.",
        gene=locus.gene.symbol,
    )


# -- what is built -----------------------------------------------------------------------------------------


def _conditional(request: Request, locus: Locus, region: Region, found: tuple[Region, ...]) -> Strategy:
    switch = request.recombinase or "Cre"
    other = selection_agent(switch, _wanted(request))
    on, off = switch.casefold(), other.casefold()
    layout, pair = _layout(region), excision_sites(switch, request.control.sites)
    cassette = flanking(region, layout, pair, (switch, other), request.selection)
    scar, sites = pair.left_over.name, _sites(pair)
    gone, wild = (
        Aim(what=region.name, edits=(), payload=(), products=products)
        for products in (deleted_products(locus, region.left or {}), wild_products(locus))
    )
    behind = layout.marker == "behind"
    with_marker = f"intron {region.last if behind else region.first - 1}"
    promises = [
        nothing_else("targeted", f"{sites} and the marker in {with_marker}"),
        *makes(wild, off, f"without {switch}, marker removed, "),
        nothing_else(off, f"{sites} and one {DEFAULT_SITE[other]}"),
        *makes(gone, on, f"after {switch}, "),
        nothing_else(on, f"{region.name}, gone from site to site, and the {scar} left in their stead"),
        one_end(switch, other),
    ]
    return Strategy(
        id="es-flox",
        title=f"conditional knock-out: {region.name} between {sites}, in ES cells",
        route="es",
        donor="vector",
        edits=(),
        cassette=cassette,
        orders=((other,), (switch,), (other, switch), (switch, other)),
        promises=numbered(promises),
        why=(*chosen(locus, found, region, request), *_reasons(region, layout, switch, other)),
        alternatives=(*others(found, region), *_ALTERNATIVES),
        assumptions=(
            *first_assumptions(request, locus),
            "While the marker is in the intron the gene's expression is not assured: study the animal after "
            f"{other} (R17).",
            *pair.remarks,
            *assumed(locus, region, layout.words),
        ),
        warnings=tuple(dict.fromkeys(d.text for d in region.doubts)),
    )


def _wanted(request: Request) -> str | None:
    said = request.options.get(SELECTION_SETTING)
    return None if said is None else str(said)


def _sites(pair: SitePair) -> str:
    return f"two {pair.left.name}" if pair.left == pair.right else f"{pair.left.name} and {pair.right.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """On which side of the exons the marker stands."""

    marker: str
    """``before`` or ``behind`` the exons."""

    words: str
    """Where the far site is, for a reader: ``in front of the exons``."""

    why: str
    """The reason, as a sentence."""


def _layout(region: Region) -> Layout:
    """Put the marker behind the exons, away from the promoter, unless only the intron in front has the room."""
    before, behind = region.before, region.behind
    if before is not None and behind is not None and before.roomy and not behind.roomy:
        return Layout(
            marker="before",
            words="behind the exons",
            why=f"The marker stands in intron {before.intron}, in front of the exons, because intron "
            f"{behind.intron} has room for a single site only.",
        )
    return Layout(
        marker="behind",
        words="in front of the exons",
        why=f"The marker stands in intron {region.last}, behind the exons and away from the promoter and what "
        "regulates it from the first introns (R08, R17).",
    )


def flanking(
    region: Region, layout: Layout, pair: SitePair, agents: tuple[str, str], selection: str | None
) -> Cassette:
    """Two sites round exons, and between them a marker that another recombinase removes.

    Order, with the marker behind: site - exons - marker site - marker (antisense) - marker site - site. It always
    stands between the two outer sites, so that the switch alone removes it too, and every order has one end.

    Args:
        region: the exons and the places of the sites.
        layout: on which side the marker stands.
        pair: the two outer sites, and what they leave.
        agents: the recombinase of the outer sites, and the one that removes the marker.
        selection: the marker, or None for the default one.
    """
    start, end = region.gone
    left, right, rest = (from_site(s.name) for s in (pair.left, pair.right, pair.left_over))
    inner = from_site(DEFAULT_SITE[agents[1]])
    on, off = (agent.casefold() for agent in agents)

    def apart(near: tuple[Piece, ...]) -> tuple[Block, ...]:
        before, behind = ((left,), (*near, right)) if layout.marker == "behind" else ((left, *near), (right,))
        return Block(start=start, end=start, pieces=before), Block(start=end, end=end, pieces=behind)

    gone = (Block(start=start, end=end, pieces=(rest,)),)
    return Cassette(
        states=(
            ("targeted", apart((inner, *marker(selection), inner))),
            (off, apart((inner,))),
            (on, gone),
            (f"{off}_{on}", gone),
            (f"{on}_{off}", gone),
        )
    )


def _reasons(region: Region, layout: Layout, switch: str, other: str) -> tuple[str, ...]:
    before, behind = region.before, region.behind
    places = [
        f"The site in intron {s.intron} stands {s.from_donor} bp behind the nearest splice donor and "
        f"{s.to_acceptor} bp in front of the nearest acceptor (R06)."
        for s in (before, behind)
        if s is not None
    ]
    return (
        *places,
        layout.why,
        f"The marker is flanked by sites of {other}, which the switch does not use (R17), and lies inside the "
        f"{switch} sites, so that {switch} alone also removes it and every order of the two ends in the same "
        "allele.",
        "ES cells, because two sites on either side of the exons must come in together: drug selection and a "
        "PCR over the far site sort out the clones.",
    )


_ALTERNATIVES = (
    Alternative(
        id="two-oligo floxing",
        why_not="Two oligonucleotides in zygotes gave 15 floxed pups of 1,718 (Gurumurthy 2019): never the default.",
    ),
    Alternative(
        id="tm1a",
        why_not="A reporter-tagged allele (tm1a) also reports where the gene is read, but needs Flp before it "
        "is wild type; it was not asked for.",
    ),
)
