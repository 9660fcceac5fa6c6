"""Cassettes: what is put into an intron, and what each recombinase leaves of it."""

from __future__ import annotations

from loxsmith.errors import InfeasibleError, RequestError
from loxsmith.knowledge import part, site
from loxsmith.strategy.model import Cassette, Piece, from_part, from_site

DEFAULT_SITE = {"Cre": "loxP", "Flp": "FRT", "Dre": "rox"}
"""The wild-type site of each recombinase."""

MARKERS = ("neo", "puro", "hygro", "BSD", "zeo")
"""Positive selection markers of the library."""

CLOSE = Piece(
    name="three-frame stop",
    sequence="TAGATAACTGA",
    kind="literal",
    note="own composition: TAG, TAA and TGA, one in each frame",
)
"""Closes all three frames right behind the splice trap, whatever the phase of the exon in front of it."""

KOZAK = Piece(
    name="Kozak", sequence="GCCACC", kind="literal", note="start context GCCACC (Kozak 1987, NAR 15:8125)"
)


def selection_agent(switch: str | None) -> str:
    """The recombinase that takes the selection marker out: never the one that switches the allele (R17)."""
    return "Cre" if switch == "Flp" else "Flp"


def marker(name: str | None) -> tuple[Piece, ...]:
    """A drug-resistance gene with promoter and polyA, antisense to the target gene (R18), as drawn.

    The human beta-actin promoter and the TK polyA stand nowhere else in a vector, so that no repeat tempts
    the bacteria or the ES cell to recombine it.

    Raises:
        RequestError: no such marker.
        InfeasibleError: ``none`` was asked for: ES cells cannot be selected without one.
    """
    chosen = name or "neo"
    if chosen.casefold() == "none":
        raise InfeasibleError(
            "ES-cell clones cannot be picked without a selection marker.",
            hint=f"Choose one of {', '.join(MARKERS)}, or --method zygote where the kind allows it.",
        )
    found = part(chosen).name
    if found not in MARKERS:
        raise RequestError(
            f"{chosen} is not a positive selection marker.", hint=f"Choose one of {', '.join(MARKERS)}."
        )
    sense = (from_part("hBactP"), KOZAK, from_part(found), from_part("TKpA"))
    return tuple(
        Piece(name=p.name, sequence=p.sequence, strand=-1, kind=p.kind, note=p.note) for p in reversed(sense)
    )


def stop_cassette(at: int, switch: str, sites: tuple[str, ...], selection: str | None) -> Cassette:
    """A STOP with its splice trap between sites of ``switch``, with a marker that another one removes.

    Order: site - splice acceptor - STOP - marker site - marker (antisense) - marker site - site,
    so that ``switch`` alone, or after the other one, ends in the same allele.
    """
    outer = from_site(_switch_site(switch, sites))
    other = selection_agent(switch)
    inner = from_site(DEFAULT_SITE[other])
    trap = (from_part("En2-SA"), CLOSE, from_part("STOP"))
    first, second = switch.casefold(), other.casefold()
    return Cassette.at(
        at,
        (
            ("targeted", (outer, *trap, inner, *marker(selection), inner, outer)),
            (second, (outer, *trap, inner, outer)),
            (first, (outer,)),
            (f"{second}_{first}", (outer,)),
            (f"{first}_{second}", (outer,)),
        ),
    )


def marker_cassette(at: int, selection: str | None) -> Cassette:
    """A marker between two FRT sites: Flp leaves one FRT."""
    inner = from_site(DEFAULT_SITE["Flp"])
    return Cassette.at(at, (("targeted", (inner, *marker(selection), inner)), ("flp", (inner,))))


def _switch_site(switch: str, sites: tuple[str, ...]) -> str:
    if not sites:
        return DEFAULT_SITE[switch]
    if len(sites) > 1:
        raise RequestError(
            f"A floxed STOP is flanked by one kind of site twice, and {len(sites)} were named.",
            hint=f"Name one, such as --sites {sites[0]}.",
        )
    found = site(sites[0])
    if found.recombinase != switch or found.inert or found.extended:
        raise RequestError(
            f"{found.name} is not a site that {switch} uses to excise a STOP.",
            hint=f"Name a site of {switch}, such as {DEFAULT_SITE[switch]}.",
        )
    return found.name
