"""Conditional changes behind a floxed STOP: no full-length product until the recombinase acts."""

from __future__ import annotations

from collections.abc import Sequence

from loxsmith.errors import InfeasibleError
from loxsmith.knowledge import limit
from loxsmith.locus import Locus, TranscriptModel, Uniqueness
from loxsmith.request import Request
from loxsmith.strategy.cassettes import SELECTION_SETTING, excision_sites, selection_agent, stop_cassette
from loxsmith.strategy.edits import Edit
from loxsmith.strategy.model import Alternative, Strategy
from loxsmith.strategy.placing import Spot, spots
from loxsmith.strategy.promising import Aim, makes, nothing_else, numbered, one_end, stops
from loxsmith.strategy.routes import VECTOR_ARM, coding, placed, room, vector_assumptions


def stopped(aim: Aim, locus: Locus, unique: Uniqueness, request: Request) -> Strategy:
    """A change behind a STOP that a recombinase removes: no full-length product until then.

    Raises:
        InfeasibleError: no intron has the room, or none lies in every transcript that must be stopped.
    """
    switch = request.recombinase or "Cre"
    other = selection_agent(switch, request.options.get(SELECTION_SETTING))
    pair = excision_sites(switch, request.control.sites)
    off, on = other.casefold(), switch.casefold()
    transcripts, spot, doubts = _placed(aim, locus, unique)
    cassette = stop_cassette(spot.at, switch, request.control.sites, request.selection, other)
    promises = [
        *stops(transcripts, spot.at, "targeted", f"without {switch}"),
        nothing_else("targeted", "the edits listed and the floxed STOP with its marker"),
        *stops(transcripts, spot.at, off, f"without {switch}, marker removed"),
        nothing_else(off, "the edits listed and the floxed STOP"),
        *makes(aim, on, f"after {switch}, "),
        nothing_else(on, f"the edits listed and one {pair.left_over.name} in intron {spot.intron}"),
        one_end(switch, other),
    ]
    return Strategy(
        id="es-lsl",
        title=f"{aim.what}, conditional: floxed STOP in intron {spot.intron}, in ES cells",
        route="es",
        donor="vector",
        edits=aim.edits,
        payload=aim.payload,
        cassette=cassette,
        orders=((other,), (switch,), (other, switch), (switch, other)),
        promises=numbered(promises),
        why=_reasons(spot, switch, other),
        alternatives=_ALTERNATIVES,
        assumptions=(
            *aim.assumptions,
            *_ASSUMPTIONS,
            *vector_assumptions(locus, spot, aim.edits[0].start - spot.at),
        ),
        warnings=(*doubts, *pair.remarks),
        settings=(SELECTION_SETTING,),
    )


def _placed(
    aim: Aim, locus: Locus, unique: Uniqueness
) -> tuple[tuple[TranscriptModel, ...], Spot, tuple[str, ...]]:
    """Return the transcripts that are stopped, where, and what to doubt.

    Transcripts with an incomplete model that carry the change count too: the place should lie behind their
    start. Where no place does, the complete ones decide and the others are named.
    """
    complete, partial = coding(locus), _partial(locus, aim.edits)
    spot = _spot(aim, locus, unique, (*complete, *partial))
    if spot is not None:
        return (*complete, *partial), spot, ()
    spot = _spot(aim, locus, unique, complete)
    if spot is None:
        raise _nowhere(aim, locus, complete)
    names = ", ".join(t.id for t in partial)
    doubt = (
        f"{names} of {locus.gene.symbol} carries the change and is not stopped: it starts behind the STOP, or has no "
        "intron there. Its model in the annotation is incomplete; if it is real, it makes the changed protein from "
        "its own start without the recombinase. Test by RT-PCR."
    )
    return complete, spot, (doubt,)


def _partial(locus: Locus, edits: Sequence[Edit]) -> tuple[TranscriptModel, ...]:
    """Coding transcripts with an incomplete model whose coding sequence holds a changed base."""
    return tuple(
        t for t in locus.transcripts
        if t.cds and t.incomplete and any(a <= e.start < b for e in edits for a, b in t.cds)
    )  # fmt: skip


def _farthest() -> int:
    """Longest way from the STOP to the change that one vector spans (bp): R20's greatest homology less a 5' arm."""
    return limit("R20.total.high").whole - VECTOR_ARM - limit("D10.2.beyond").whole


def _spot(aim: Aim, locus: Locus, unique: Uniqueness, transcripts: Sequence[TranscriptModel]) -> Spot | None:
    """The most 5' intron with default room, else the most 5' with the minimum."""
    first, last = aim.edits[0].start, aim.edits[-1].end
    found = [
        s for s in spots(locus, transcripts, unique, last=first, near=first) if last - s.at <= _farthest()
    ]
    return next((s for s in found if s.roomy), found[0] if found else None)


def _nowhere(aim: Aim, locus: Locus, transcripts: Sequence[TranscriptModel]) -> InfeasibleError:
    if not transcripts[0].introns:
        why = f"{locus.gene.symbol} has a single exon, so there is no intron for a STOP with its splice trap"
    else:
        shared = f"shared by all {len(transcripts)} coding transcripts, " if len(transcripts) > 1 else ""
        why = (
            f"no intron of {locus.gene.symbol} in front of the change, {shared}has the {room()} bp of room that R06 "
            f"asks for within {_farthest()} bp of the change, the longest way one vector spans"
        )
    return InfeasibleError(
        f"A floxed STOP cannot be placed: {why}.",
        hint=f"The nearest feasible request is the constitutive change: {locus.gene.symbol} {aim.what}.",
        gene=locus.gene.symbol,
    )


def _reasons(spot: Spot, switch: str, other: str) -> tuple[str, ...]:
    passed = (
        f"The introns in front of it were passed over: they lack the room that every transcript needs (R06), or lie "
        f"more than {_farthest()} bp from the change, the longest way one vector spans."
    )
    return (
        f"The change shall act only after {switch}, and no full-length product before it is acceptable: a STOP "
        "in front of the changed exon, between two sites, does that with the fewest parts.",
        "An intronic polyA alone would be spliced out with the intron, so a splice acceptor stands in front of "
        "the STOP and catches the transcript.",
        placed(spot),
        *((passed,) if spot.intron > 1 else ()),
        "ES cells, because the cassette is several kilobases and must lie in cis with the change: drug "
        "selection and Southern blotting sort out the clones.",
        f"The marker is flanked by sites of {other}, which the switch does not use (R17), and lies inside the "
        f"{switch} sites, so that {switch} alone also removes it.",
    )


_ALTERNATIVES = (
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

_ASSUMPTIONS = (
    "The STOP and its three-frame linker are our own composition, not a published cassette (see the parts): "
    "ask for proof by RT-PCR that nothing leaks (R41).",
    "The En2 splice acceptor has been seen to be used cryptically in some alleles (R42): check the transcript.",
    "The homozygous animal makes no full-length protein before the recombinase: if the null is lethal, breed "
    "heterozygotes.",
)
