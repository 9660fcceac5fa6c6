"""FLEx: a wild-type exon in sense and a mutant one in antisense, which the recombinase exchanges for good.

Order: site A> - spacer - site B> - wild-type exon - mutant exon, turned round - <site A - marker - <site B. A turns
the two exons over, after which the two B point the same way and cut out the A between them, or the other way about:
both orders end in site A> - mutant exon - wild-type exon, turned round - <site B, in which no two sites meet.
"""

from __future__ import annotations

from loxsmith.knowledge import Site
from loxsmith.locus import Locus
from loxsmith.request import Request
from loxsmith.strategy.cassettes import (
    DEFAULT_SITE,
    SELECTION_SETTING,
    STRATEGY_SETTING,
    apart,
    inversion_sites,
    marker,
)
from loxsmith.strategy.flex_exon import Flex
from loxsmith.strategy.minigene import Choice, wild_type
from loxsmith.strategy.model import (
    Block,
    Cassette,
    Piece,
    Promise,
    Strategy,
    from_part,
    from_site,
)
from loxsmith.strategy.placing import Spot
from loxsmith.strategy.promising import Aim, locked, makes, nothing_else, numbered, one_end
from loxsmith.strategy.routes import vector_assumptions

SPACER = Piece(
    name="spacer",
    sequence="CATACTCAACTATCCAATCACATTCATACAACTCTAACATCAATCCTACATTCAACACTATCA",
    note="own composition: no G, so neither GT nor AG; parts two sites far enough for the DNA between to form a circle",
)
"""Between the two 5' sites: the smallest circle cut out, of spacer, two sites and the marker's left-over, has some 160
bp. A shorter one is too stiff to close on itself (judgement)."""

TAILS = ("bGHpA", "rbGpA")
"""Polyadenylation signals of a last exon's two copies: two kinds, so that they are no further inverted repeat."""


def flex(
    aim: Aim, locus: Locus, request: Request, found: Flex, switch: str, remover: str, choice: Choice
) -> Strategy:
    """The strategy that builds a FLEx.

    Args:
        aim: what is to be true after the recombinase.
        locus: the wild type.
        request: for sites and marker.
        found: the two copies.
        switch: the recombinase that exchanges them.
        remover: the one that takes the marker out.
        choice: why this way was taken, and no other.
    """
    outer, inner, remarks = inversion_sites(switch, request.control.sites)
    cassette = _cassette(found, locus, (outer, inner), switch, remover, request.selection)
    on, off = switch.casefold(), remover.casefold()
    wild = wild_type(locus)
    promises: list[Promise] = [
        *makes(wild, "targeted", f"without {switch}, "),
        nothing_else("targeted", "the two copies of the exon, the sites and the marker"),
        *makes(wild, off, f"without {switch}, marker removed, "),
        nothing_else(off, f"the two copies of the exon, the sites and one {DEFAULT_SITE[remover]}"),
        *makes(aim, on, f"after {switch}, "),
        nothing_else(on, f"the exchanged copies between {outer.name} and {inner.name}"),
        one_end(switch, remover),
        locked(on, switch),
    ]
    spot = _spot(found, locus)
    return Strategy(
        id="es-flex",
        title=f"{aim.what}, wild type until {switch}: FLEx of exon {found.exon}, in ES cells",
        route="es",
        donor="vector",
        edits=aim.edits,
        payload=aim.payload,
        cassette=cassette,
        orders=((remover,), (switch,), (remover, switch), (switch, remover)),
        promises=numbered(promises),
        why=(*choice.why, *_reasons(found, outer, inner, switch, remover)),
        alternatives=choice.alternatives,
        assumptions=(
            *aim.assumptions,
            *_assumptions(found, locus),
            *apart(outer, inner),
            *vector_assumptions(locus, spot, 0),
        ),
        warnings=(*found.doubts, *_partial(aim, locus, found), *remarks),
        settings=(STRATEGY_SETTING, SELECTION_SETTING),
    )


# -- what stands where -------------------------------------------------------------------------------------


def _copies(found: Flex, locus: Locus) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The wild-type and the mutant copy, each 5' to 3' in sense."""
    native, symbol = locus.molecule.sequence, locus.gene.symbol
    front = Piece(name=f"{symbol} intron {found.exon - 1} end", sequence=native[found.start : found.first])
    wild = Piece(
        name=f"{symbol} exon {found.exon}, wild type, recoded",
        sequence=found.wild,
        kind="cds-fragment",
        note=f"{found.recoded.changed} of {len(found.recoded.sequence)} coding bases changed",
    )
    mutant = Piece(name=f"{symbol} exon {found.exon}, mutant", sequence=found.mutant, kind="cds-fragment")
    if found.terminal:
        tails = [from_part(name) for name in TAILS]
        return (front, wild, tails[0]), (front, mutant, tails[1])
    name = f"{symbol} intron {found.exon} start"
    behind = Piece(name=name, sequence=native[found.last : found.back])
    longer = Piece(name=name, sequence=native[found.last : found.end])
    return (front, wild, longer), (front, mutant, behind)


def _turned(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return tuple(
        Piece(name=p.name, sequence=p.sequence, strand=-1 if p.strand == 1 else 1, kind=p.kind, note=p.note)
        for p in reversed(pieces)
    )


def _cassette(
    found: Flex, locus: Locus, kinds: tuple[Site, Site], switch: str, remover: str, selection: str | None
) -> Cassette:
    """Both copies between two kinds of sites; the marker between the two 3' sites, where ``switch`` removes it too."""
    wild, mutant = _copies(found, locus)
    (a, b), frt = (site.name for site in kinds), from_site(DEFAULT_SITE[remover])
    left = (from_site(a), SPACER, from_site(b))
    body = (*wild, *_turned(mutant))
    marked = (from_site(a, -1), frt, *marker(selection), frt, from_site(b, -1))
    plain = (from_site(a, -1), frt, from_site(b, -1))
    switched = (from_site(a), *mutant, *_turned(wild), from_site(b, -1))
    first, second = switch.casefold(), remover.casefold()
    states = (
        ("targeted", (*left, *body, *marked)),
        (second, (*left, *body, *plain)),
        (first, switched),
        (f"{second}_{first}", switched),
        (f"{first}_{second}", switched),
    )
    return Cassette(
        states=tuple((k, (Block(start=found.start, end=found.end, pieces=p),)) for k, p in states)
    )


# -- words -------------------------------------------------------------------------------------------------


def _spot(found: Flex, locus: Locus) -> Spot:
    start, end = locus.target.introns[found.exon - 2]
    return Spot(
        at=found.start,
        intron=found.exon - 1,
        from_donor=found.start - start,
        to_acceptor=end - found.start,
        roomy=True,  # what is short is said with the repeats it keeps short
        clear=True,
    )


def _reasons(found: Flex, outer: Site, inner: Site, switch: str, remover: str) -> tuple[str, ...]:
    return (
        f"Exon {found.exon} stands there twice, wild type in sense and mutant in antisense, between two pairs of sites "
        f"that do not meet: {outer.name} and {inner.name}.",
        f"{switch} turns both copies over by one pair and cuts out a site of the other, in either order: both ways end "
        "in the mutant exon in sense between two sites that have no partner left.",
        f"The wild-type copy is recoded ({found.recoded.changed} of {len(found.recoded.sequence)} coding bases "
        f"changed, at most {found.recoded.longest} shared in a row), so that the exons are no inverted repeat; the "
        "mutant copy is the genome's own but for the change.",
        f"The marker stands between the two 3' sites, flanked by sites of {remover} (R17): there {switch} alone also "
        f"removes it, and what {remover} leaves only keeps the two sites apart.",
    )


def _assumptions(found: Flex, locus: Locus) -> tuple[str, ...]:
    front, back, loop = (
        found.first - found.start,
        found.back - found.last,
        found.end - found.back,
    )
    repeats = f"{front} bp of intron in front" + (f" and {back} bp behind" if back else "")
    parted = f"parted by {loop} bp" if loop else "parted by the two polyadenylation signals"
    ends = (
        "Both copies of the last exon end in a polyadenylation signal of the library behind the stop codon "
        f"({TAILS[0]} and {TAILS[1]}), so the gene's own 3' UTR and what regulates through it are lost in both states.",
    )
    return (
        f"{repeats} of each copy cannot be recoded and stay an inverted repeat, {parted}: no more than R06's minimum "
        "in front and what each copy needs. Propagate the vector in a strain that tolerates it, check both copies in "
        "every clone, and test the splicing of both states.",
        "Respelling may touch splicing enhancers, which lie in exons and are not known here: check the transcript of "
        "the wild-type state.",
        "A cell may be met between the two steps of the exchange; the simulation lists those states.",
        *(ends if found.terminal else ()),
    )


def _partial(aim: Aim, locus: Locus, found: Flex) -> tuple[str, ...]:
    """Warn of transcripts with an incomplete model that read the stretch."""
    names = [
        t.id
        for t in locus.transcripts
        if t.cds and t.incomplete and any(a < found.end and b > found.start for a, b in t.exons)
    ]
    if not names:
        return ()
    return (
        f"{', '.join(names)} of {locus.gene.symbol} also reads exon {found.exon}; its model in the annotation is "
        "incomplete, and whether it is wild type before the recombinase is not proved. Test by RT-PCR.",
    )
