"""What is said of a transgene at a safe harbour: reasons, alternatives, and what is taken for granted."""

from __future__ import annotations

from typing import Final

from loxsmith.knowledge import Harbour, limit, polya_parts_in
from loxsmith.locus import Locus
from loxsmith.request import Request
from loxsmith.strategy.cassettes import SitePair
from loxsmith.strategy.model import Alternative, from_part, spell
from loxsmith.strategy.payload_stops import leader_remark
from loxsmith.strategy.transgenes import Transgene

DONORS: Final = {
    "lssdna": "long single-stranded DNA",
    "plasmid": "circular plasmid donor",
    "aav": "AAV donor",
}
"""Donors that can carry a transgene into zygotes."""


def driven(transgene: Transgene, symbol: str) -> str:
    """Say what transcribes the transgene."""
    if transgene.promoter:
        return (
            f"{transgene.promoter} drives it, and reads in the direction of {symbol}, so that neither makes antisense "
            "RNA of the other."
        )
    return (
        f"A splice acceptor takes the RNA of {symbol}, so the promoter of {symbol} drives it: weaker than CAG, and in "
        "its own pattern."
    )


def stopped(switch: str | None, trapped: bool) -> str:
    """Say why the STOP stands as it does; empty without one."""
    if switch is None:
        return ""
    if trapped:
        return (
            "The STOP stands behind the acceptor, which stays: the transcript enters it spliced, all three frames are "
            f"closed and it ends there until {switch} takes it out."
        )
    return (
        "The STOP needs no splice acceptor here: it stands behind the promoter, in the exon that the promoter opens, "
        f"and no donor stands open in front of it with which it could be spliced out. {switch} takes it out."
    )


def small_enough(size: int) -> str:
    """Say why zygotes will do."""
    return (
        f"The insert has {size} bp; up to {limit('D1.rosa.insert').whole} bp a circular plasmid with Cas9 in zygotes "
        "carries it (Chu 2016: 8-11 kb at Rosa26 in 10-20 % of founders)."
    )


def marker(switch: str | None, remover: str) -> str:
    """Say where the marker stands and how it leaves."""
    if switch is None:
        return (
            f"The marker stands behind the polyA, antisense, and {remover} removes it before the animal is studied "
            "(R17)."
        )
    return (
        f"The marker lies between sites of {remover}, which the switch does not use (R17), behind the STOP and inside "
        f"the {switch} sites, so that {switch} alone also removes it."
    )


def strain(assembly: str) -> str:
    """Say which cells the arms fit."""
    return f"The arms are those of {assembly}: use ES cells of the same strain, or arms of theirs (R21)."


def alternatives(trapped: bool, *, zygote: bool) -> tuple[Alternative, ...]:
    """What was not chosen, and why."""
    other = (
        Alternative(
            id="harbour-promoter",
            why_not="A promoter of its own (CAG) is stronger and ubiquitous; the harbour's own was asked for.",
        )
        if trapped
        else Alternative(
            id="harbour-acceptor",
            why_not="A splice acceptor (SA) uses the harbour's own, weaker promoter and is smaller; a promoter was "
            "asked for.",
        )
    )
    route = (
        Alternative(
            id="harbour-es",
            why_not="ES cells with a removable marker take months longer; they are for longer inserts.",
        )
        if zygote
        else Alternative(
            id="harbour-zygote", why_not="A plasmid in zygotes is faster, but it will not do here."
        )
    )
    return (
        other,
        route,
        Alternative(
            id="rmce",
            why_not="A landing pad and cassette exchange (or Bxb1) pays where many transgenes go to one place; this "
            "version does not build them.",
        ),
        Alternative(
            id="random",
            why_not="A transgene at random lands anywhere, in unknown copies; a chosen place is the same every time.",
        ),
    )


def assumptions(
    transgene: Transgene,
    harbour: Harbour,
    locus: Locus,
    pair: SitePair | None,
    request: Request,
    *,
    trapped: bool,
) -> tuple[str, ...]:
    """What is taken for granted."""
    symbol = locus.gene.symbol
    found = [*request.assumptions, *transgene.assumptions]
    if locus.genome.synthetic:
        found.insert(
            0,
            f"SYNTHETIC: {symbol} is an invented gene that carries the real {len(harbour.window)} bp round the "
            f"insertion point of {harbour.name}; its arms are made up, and no such animal exists.",
        )
    if pair is not None:
        found += [*pair.remarks, leader_remark(pair), *_stop(transgene)]
    found.append(_own(symbol, trapped))
    if not any(p.kind == "insulator" for p in (*transgene.driver, *transgene.body)):
        found.append(
            f"{harbour.name} is predictable, not without risk: neighbouring promoters and plasmid backbone have been "
            "seen to silence transgenes (Tasic 2011), and no insulator is in this one (cHS4 can be named at its ends)."
        )
    if request.strain and "C57BL/6" not in request.strain.upper().replace("B6", "C57BL/6"):
        found.append(
            f"The design is made on {locus.genome.assembly}, not on {request.strain}: sequence arms, guide site and "
            "primers in that strain first (R21)."
        )
    return tuple(found)


def _own(symbol: str, trapped: bool) -> str:
    if trapped:
        return (
            f"The RNA of {symbol} ends in the transgene: the allele makes none of what lies behind the insertion, and "
            "its ATGs in front of the acceptor are passed over as the annotation passes over them."
        )
    return (
        f"The RNA of {symbol} runs into the transgene. It may be spliced past it, be caught by an acceptor within the "
        "promoter part, or end at one of its signals: nothing is promised of it."
    )


def _stop(transgene: Transgene) -> list[str]:
    said = [
        "The STOP is our own composition, not a published cassette (see the parts): ask for proof by RT-PCR that "
        "nothing leaks (R41)."
    ]
    stop, body = from_part("STOP").sequence, spell(transgene.body)
    twice = [p for p, _ in polya_parts_in(body) if p.sequence in stop]
    said += [
        f"{p.name} stands in the STOP and behind the coding sequence, {p.length} bp in direct repeat: grow the "
        "plasmid in a recombination-deficient strain and digest every preparation."
        for p in dict.fromkeys(twice)
    ]
    return said
