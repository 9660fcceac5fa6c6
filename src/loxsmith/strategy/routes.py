"""The three routes: a donor in zygotes, a selected vector in ES cells, a floxed STOP in ES cells.

Each takes the intended edits, which may be substitutions, insertions or a payload, and returns a strategy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from loxsmith.errors import InfeasibleError
from loxsmith.knowledge import limit
from loxsmith.locus import Locus, TranscriptModel, Uniqueness
from loxsmith.request import Request
from loxsmith.strategy.cassettes import marker_cassette, selection_agent, stop_cassette
from loxsmith.strategy.edits import Edit
from loxsmith.strategy.model import (
    Alternative,
    Donor,
    Makes,
    NoProduct,
    NotCut,
    NothingElse,
    OneEnd,
    Piece,
    Promise,
    Strategy,
)
from loxsmith.strategy.outcome import edited_protein
from loxsmith.strategy.placing import Spot, spots

FIVE_PRIME_ARM = 4000
"""Default 5' arm of a targeting vector (bp): with as much or more on the other side the total lies in the
6-17 kb of R20."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What is to be true of the finished allele, whatever the route."""

    what: str
    """A few words: ``p.A223R``, ``C-terminal T2A-mCherry``."""

    edits: tuple[Edit, ...]
    """Intended edits on the locus."""

    payload: tuple[Piece, ...]
    """Pieces of an inserted payload; empty for changes of bases."""

    products: tuple[tuple[str, tuple[str, ...]], ...]
    """Per coding transcript: its accession, and the proteins it must make."""

    assumptions: tuple[str, ...] = ()
    """What was taken for granted so far."""


# -- zygote ------------------------------------------------------------------------------------------------


def zygote(aim: Aim, donor: Donor, reason: str, alternatives: Sequence[Alternative]) -> Strategy:
    """A donor with Cas9 in zygotes; the allele is finished when it is born."""
    promises = [*_makes(aim, "targeted"), _nothing_else("targeted", "the edits listed"), _not_cut("targeted")]
    return Strategy(
        id=f"zygote-{donor}",
        title=f"{aim.what}: {_DONORS[donor]} with Cas9 in zygotes",
        route="zygote",
        donor=donor,
        edits=aim.edits,
        payload=aim.payload,
        promises=_numbered(promises),
        why=(
            reason,
            "The allele is always on and needs no recombinase, so nothing but the change has to be put in.",
            "Zygotes give founders in about six weeks after the material is ready; ES cells take months longer.",
        ),
        alternatives=tuple(alternatives),
        assumptions=aim.assumptions,
    )


_DONORS = {
    "ssodn": "single-stranded oligonucleotide",
    "lssdna": "long single-stranded DNA",
    "plasmid": "circular plasmid donor",
    "vector": "targeting vector",
}


# -- ES cells ----------------------------------------------------------------------------------------------


def marked(aim: Aim, locus: Locus, unique: Uniqueness, request: Request, reason: str) -> Strategy:
    """A constitutive change in ES cells, selected by a marker that Flp removes again."""
    transcripts = _coding(locus)
    first, last = aim.edits[0].start, aim.edits[-1].end
    found = sorted(
        spots(locus, transcripts, unique, last=transcripts[0].exons[-1][1]),
        key=lambda s: (not s.roomy, _distance(s.at, first, last), s.at),
    )
    spot = next((s for s in found if _distance(s.at, first, last) <= _REACH), None)
    if spot is None:
        raise InfeasibleError(
            f"{locus.gene.symbol} has no intron near the change with room for a selection marker "
            f"({_room()} bp).",
            hint=f"{reason} Neither route is left for this change; name another residue or end of the protein."
            if request.method == "auto"
            else "Use --method zygote.",
        )
    cassette = marker_cassette(spot.at, request.selection)
    promises = [
        _nothing_else("targeted", "the edits listed and the marker cassette"),
        *_makes(aim, "flp"),
        _nothing_else("flp", "the edits listed and one FRT in the intron"),
    ]
    return Strategy(
        id="es-marker",
        title=f"{aim.what}: targeting vector with a removable marker, in ES cells",
        route="es",
        donor="vector",
        edits=aim.edits,
        payload=aim.payload,
        cassette=cassette,
        orders=(("Flp",),),
        promises=_numbered(promises),
        why=(reason, _placed(spot), "Flp removes the marker before the animal is studied (R17)."),
        alternatives=(
            Alternative(id="zygote", why_not="A donor in zygotes is faster; it was not asked for here, or not "
                        "possible (see the first reason)."),
        ),
        assumptions=(*aim.assumptions, *_spot_warnings(spot)),
    )  # fmt: skip


def stopped(aim: Aim, locus: Locus, unique: Uniqueness, request: Request) -> Strategy:
    """A change behind a STOP that a recombinase removes: no full-length product until then."""
    switch = request.recombinase or "Cre"
    transcripts = _coding(locus)
    spot = _stop_spot(aim, locus, unique, transcripts)
    cassette = stop_cassette(spot.at, switch, request.control.sites, request.selection)
    off, on = selection_agent(switch).casefold(), switch.casefold()
    promises = [
        *_stops(aim, transcripts, spot.at, "targeted", f"without {switch}"),
        _nothing_else("targeted", "the edits listed and the floxed STOP with its marker"),
        *_stops(aim, transcripts, spot.at, off, f"without {switch}, marker removed"),
        _nothing_else(off, "the edits listed and the floxed STOP"),
        *_makes(aim, on, f"after {switch}, "),
        _nothing_else(on, f"the edits listed and one {cassette.pieces(on)[0].name} in intron {spot.intron}"),
        Promise(
            id="", allele=on,
            statement=f"{switch} alone, before or after {selection_agent(switch)}, ends in the same allele",
            claim=OneEnd(orders=(on, f"{off}_{on}", f"{on}_{off}")),
        ),
    ]  # fmt: skip
    return Strategy(
        id="es-lsl",
        title=f"{aim.what}, conditional: floxed STOP in intron {spot.intron}, in ES cells",
        route="es",
        donor="vector",
        edits=aim.edits,
        payload=aim.payload,
        cassette=cassette,
        orders=_orders(switch),
        promises=_numbered(promises),
        why=_stop_reasons(aim, spot, switch),
        alternatives=_STOP_ALTERNATIVES,
        assumptions=(*aim.assumptions, *_STOP_ASSUMPTIONS, *_spot_warnings(spot)),
    )


_REACH = 4000
"""Farthest a marker may lie from a constitutive change (bp): beyond, the two are lost to each other too often
(judgement)."""

_STOP_ALTERNATIVES = (
    Alternative(
        id="mini-gene",
        why_not="A floxed wild-type mini-gene keeps the animal wild type before the recombinase; it was not "
        "asked for (--before wild-type), and it brings a second, recoded copy of the coding sequence.",
    ),
    Alternative(
        id="flex",
        why_not="An inverted mutant exon (FLEx) also keeps wild type before; it needs room for two pairs of "
        "sites in both introns.",
    ),
    Alternative(
        id="two-oligo floxing",
        why_not="Two oligonucleotides in zygotes gave 15 floxed pups of 1,718 (Gurumurthy 2019): never the "
        "default.",
    ),
)

_STOP_ASSUMPTIONS = (
    "The STOP and its three-frame linker are our own composition, not a published cassette (see the parts): "
    "ask for proof by RT-PCR that nothing leaks (R41).",
    "The En2 splice acceptor has been seen to be used cryptically in some alleles (R42): check the transcript.",
    "The homozygous animal makes no full-length protein before the recombinase: if the null is lethal, breed "
    "heterozygotes.",
)


def _orders(switch: str) -> tuple[tuple[str, ...], ...]:
    other = selection_agent(switch)
    return ((other,), (switch,), (other, switch), (switch, other))


def _stop_spot(aim: Aim, locus: Locus, unique: Uniqueness, transcripts: Sequence[TranscriptModel]) -> Spot:
    first, last = aim.edits[0].start, aim.edits[-1].end
    farthest = limit("R20.total.high").whole - FIVE_PRIME_ARM - limit("D10.2.beyond").whole
    found = [s for s in spots(locus, transcripts, unique, last=first) if last - s.at <= farthest]
    if found:
        return next((s for s in found if s.roomy), found[0])
    if not transcripts[0].introns:
        why = f"{locus.gene.symbol} has a single exon, so there is no intron for a STOP with its splice trap"
    else:
        why = (
            f"no intron in front of the change, shared by all {len(transcripts)} coding transcripts of "
            f"{locus.gene.symbol} and within {farthest} bp of it, has the {_room()} bp of room that R06 asks for"
        )
    raise InfeasibleError(
        f"A floxed STOP cannot be placed: {why}.",
        hint=f"The nearest feasible request is the constitutive change: {locus.gene.symbol} {aim.what}.",
        gene=locus.gene.symbol,
    )


def _stop_reasons(aim: Aim, spot: Spot, switch: str) -> tuple[str, ...]:
    return (
        f"The change shall act only after {switch}, and no full-length product before it is acceptable: a STOP "
        "in front of the changed exon, between two sites, does that with the fewest parts.",
        "An intronic polyA alone would be spliced out with the intron, so a splice acceptor stands in front of "
        "the STOP and catches the transcript.",
        _placed(spot),
        "ES cells, because the cassette is several kilobases and must lie in cis with the change: drug "
        "selection and Southern blotting sort out the clones.",
        f"The marker is flanked by sites of {selection_agent(switch)}, which the switch does not use (R17), and "
        f"lies inside the {switch} sites, so that {switch} alone also removes it.",
    )


# -- promises ----------------------------------------------------------------------------------------------


def _makes(aim: Aim, allele: str, when: str = "") -> list[Promise]:
    found = []
    for transcript, chains in aim.products:
        made = " and ".join(f"a protein of {len(c)} residues" for c in chains)
        statement = f"{when}{transcript} makes {made}, exactly as designed: {aim.what}"
        claim = Makes(transcript=transcript, chains=chains)
        found.append(Promise(id="", allele=allele, statement=_capital(statement), claim=claim))
    return found


def _stops(
    aim: Aim, transcripts: Sequence[TranscriptModel], at: int, allele: str, when: str
) -> list[Promise]:
    found = []
    for transcript in transcripts:
        before = sum(p < at for p in transcript.cds_positions) // 3
        statement = (
            f"{when}: no product of {transcript.id} contains residues {before + 1}-{transcript.residues}"
        )
        claim = NoProduct(transcript=transcript.id, residues=before)
        found.append(Promise(id="", allele=allele, statement=_capital(statement), claim=claim))
    return found


def _nothing_else(allele: str, but: str) -> Promise:
    return Promise(
        id="", allele=allele, claim=NothingElse(),
        statement=f"The allele {allele} is wild type base for base, but for {but}",
    )  # fmt: skip


def _not_cut(allele: str) -> Promise:
    return Promise(
        id="",
        allele=allele,
        statement="The chosen guide does not cut the finished allele again",
        claim=NotCut(),
    )


def _numbered(promises: Sequence[Promise]) -> tuple[Promise, ...]:
    return tuple(
        Promise(id=f"P{i}", allele=p.allele, statement=p.statement, claim=p.claim)
        for i, p in enumerate(promises, 1)
    )


# -- words -------------------------------------------------------------------------------------------------


def products(locus: Locus, edits: Sequence[Edit]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What each coding transcript makes with plain edits of bases (no 2A peptide among them)."""
    return tuple((t.id, (edited_protein(locus, t, edits),)) for t in _coding(locus))


def _coding(locus: Locus) -> tuple[TranscriptModel, ...]:
    others = [t for t in locus.transcripts if t.coding and t.id != locus.target.id]
    return (locus.target, *others)


def _distance(at: int, first: int, last: int) -> int:
    return max(first - at, at - last, 0)


def _room() -> int:
    return limit("R06.donor.stop").whole + limit("R06.acceptor.stop").whole


def _placed(spot: Spot) -> str:
    return (
        f"The cassette stands in intron {spot.intron}, {spot.from_donor} bp behind the nearest splice donor and "
        f"{spot.to_acceptor} bp in front of the nearest acceptor (R06)."
    )


def _spot_warnings(spot: Spot) -> tuple[str, ...]:
    found = []
    if not spot.roomy:
        found.append(
            f"Intron {spot.intron} is tight: the cassette keeps R06's minimum, not its default distances; test "
            "splicing of the scarred intron."
        )
    if not spot.clear:
        found.append(f"The cassette stands within a repeat of intron {spot.intron} (R08).")
    return (
        *found,
        "No conservation track was examined, so conserved elements of the intron are unknown (R08).",
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
