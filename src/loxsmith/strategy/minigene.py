"""Floxed mini-genes: a recoded wild-type cDNA in front of the changed exons, taken out by the recombinase."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loxsmith.errors import InfeasibleError
from loxsmith.knowledge import limit
from loxsmith.locus import Locus, TranscriptModel, Uniqueness, usage_of
from loxsmith.request import Request
from loxsmith.strategy.cassettes import SELECTION_SETTING, STRATEGY_SETTING, SitePair, excised, excision_sites
from loxsmith.strategy.model import Alternative, Piece, Strategy, from_part
from loxsmith.strategy.outcome import carriers, edited_protein
from loxsmith.strategy.placing import Spot, spots
from loxsmith.strategy.promising import Aim, Product, makes, nothing_else, numbered, one_end
from loxsmith.strategy.recoding import Recoded, recode
from loxsmith.strategy.routes import VECTOR_ARM, coding, placed, room, vector_assumptions

LEADER = 150
"""Longest untranslated stretch that a mini-gene repeats in front of a start codon (bp, judgement)."""

LONGEST = 3000
"""Longest coding sequence that a mini-gene carries (bp): what is ordered in one piece (judgement)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Why one way to keep an allele wild type was taken, and no other."""

    why: tuple[str, ...]
    """Sentences for the reader."""

    alternatives: tuple[Alternative, ...]
    """The ways not taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MiniGene:
    """A recoded cDNA and where it stands."""

    spot: Spot
    """The place of the cassette."""

    acceptor: int
    """First base (0-based on the locus) of the exon in whose stead the cDNA is spliced."""

    exon: int
    """Number of that exon in the target transcript, from 1."""

    leader: str
    """Untranslated bases between the acceptor and the start codon; empty where the cDNA begins within it."""

    recoded: Recoded
    """The coding sequence from there to the native stop, stop codon included, in other codons."""

    bystanders: tuple[str, ...]
    """Transcripts whose intron holds the cassette, and which splice to another exon."""

    @property
    def size(self) -> int:
        """Coding bases, stop codon included."""
        return len(self.recoded.sequence)


def plan(aim: Aim, locus: Locus, unique: Uniqueness) -> MiniGene:
    """Find the place of a mini-gene and spell it.

    Raises:
        InfeasibleError: no intron in front of the change has the room, the rest of the coding sequence is too long,
            or isoforms would not be wild type.
    """
    if not locus.target.introns:
        raise InfeasibleError(
            f"{locus.gene.symbol} has a single exon, so there is no intron for a mini-gene."
        )
    first, last = aim.edits[0].start, aim.edits[-1].end
    carrying = [t for t in carriers(locus, aim.edits) if t.id != locus.target.id]
    farthest = limit("R20.total.high").whole - VECTOR_ARM - limit("D10.2.beyond").whole
    found = [
        s
        for s in spots(locus, (locus.target, *carrying), unique, last=first, near=first)
        if last - s.at <= farthest
    ]
    if not found:
        raise InfeasibleError(
            f"No intron of {locus.gene.symbol} in front of the change, shared by every transcript that carries it, has "
            f"the {room()} bp of room that a mini-gene needs (R06)."
        )
    refusal: InfeasibleError | None = None
    for spot in sorted(found, key=lambda s: (not s.roomy, -s.at)):
        try:
            return _spelled(aim, locus, spot)
        except InfeasibleError as error:
            refusal = refusal or error
    raise refusal or InfeasibleError(f"{locus.gene.symbol} has no place for a mini-gene.")


def mini_gene(
    aim: Aim, locus: Locus, request: Request, found: MiniGene, switch: str, remover: str, choice: Choice
) -> Strategy:
    """The strategy that builds a mini-gene.

    Args:
        aim: what is to be true after the recombinase.
        locus: the wild type.
        request: for sites and marker.
        found: the mini-gene.
        switch: the recombinase that takes it out.
        remover: the one that takes the marker out.
        choice: why this way was taken, and no other.
    """
    pair = excision_sites(switch, request.control.sites)
    spot, on, off = found.spot, switch.casefold(), remover.casefold()
    cassette = excised(spot.at, pieces(found, locus), pair, switch, remover, request.selection)
    wild = wild_type(locus)
    promises = [
        *makes(wild, "targeted", f"without {switch}, "),
        nothing_else("targeted", "the edits listed and the floxed mini-gene with its marker"),
        *makes(wild, off, f"without {switch}, marker removed, "),
        nothing_else(off, "the edits listed and the floxed mini-gene"),
        *makes(aim, on, f"after {switch}, "),
        nothing_else(on, f"the edits listed and one {pair.left_over.name} in intron {spot.intron}"),
        one_end(switch, remover),
    ]
    return Strategy(
        id="es-mini-gene",
        title=f"{aim.what}, wild type until {switch}: floxed mini-gene in intron {spot.intron}, in ES cells",
        route="es",
        donor="vector",
        edits=aim.edits,
        payload=aim.payload,
        cassette=cassette,
        orders=((remover,), (switch,), (remover, switch), (switch, remover)),
        promises=numbered(promises),
        why=(*choice.why, *_reasons(found, pair, switch, remover)),
        alternatives=choice.alternatives,
        assumptions=(
            *aim.assumptions,
            *_assumptions(found, locus),
            *vector_assumptions(locus, spot, aim.edits[0].start - spot.at),
        ),
        warnings=(*_warnings(aim, locus, found), *pair.remarks),
        settings=(STRATEGY_SETTING, SELECTION_SETTING),
    )


def pieces(found: MiniGene, locus: Locus) -> tuple[Piece, ...]:
    """Acceptor, cDNA and polyadenylation signals, 5' to 3'."""
    start = found.acceptor - limit("R06.acceptor.stop").whole
    symbol = locus.gene.symbol
    own = Piece(
        name=f"{symbol} splice acceptor of exon {found.exon} (copy)",
        sequence=locus.molecule.sequence[start : found.acceptor],
        kind="splice",
        note="the gene's own intron end, a second time",
    )
    leader = Piece(name=f"{symbol} 5' UTR (copy)", sequence=found.leader)
    cdna = Piece(
        name=f"{symbol} wild-type cDNA, recoded",
        sequence=found.recoded.sequence,
        kind="cds-fragment",
        note=f"from exon {found.exon} to the native stop, {found.recoded.changed} of {found.size} bases changed",
    )
    return own, *((leader,) if found.leader else ()), cdna, from_part("STOP")


def wild_type(locus: Locus) -> Aim:
    """The aim of an allele that makes what the wild type makes."""
    return Aim(
        what="wild type",
        edits=(),
        payload=(),
        products=tuple(
            Product(transcript=t.id, chains=(locus.protein_of(t),), words="makes the wild-type protein")
            for t in coding(locus)
        ),
    )


# -- where, and what ---------------------------------------------------------------------------------------


def _spelled(aim: Aim, locus: Locus, spot: Spot) -> MiniGene:
    target = locus.target
    acceptor = next(end for start, end in target.introns if start <= spot.at <= end)
    behind = [p for p in target.cds_positions if p >= acceptor]
    if not behind or (behind[0] != acceptor and target.start_codon < acceptor):
        raise InfeasibleError(
            f"No coding sequence of {locus.gene.symbol} follows behind intron {spot.intron}, so there is nothing for "
            "a mini-gene to code for."
        )
    leader = _leader(locus, acceptor)
    bystanders = tuple(_isoforms(aim, locus, spot, acceptor))
    if len(behind) > LONGEST:
        raise InfeasibleError(
            f"The coding sequence of {locus.gene.symbol} from intron {spot.intron} on has {len(behind)} bp, and a "
            f"mini-gene carries at most {LONGEST}."
        )
    text = locus.molecule.sequence
    recoded = recode(
        "".join(text[p] for p in behind),
        phase=-(len(target.cds_positions) - len(behind)) % 3,
        usage=usage_of(locus).shares,
        first=0 if leader else limit("J.splice.exon.first").whole,
    )
    return MiniGene(
        spot=spot,
        acceptor=acceptor,
        exon=target.exon_at(acceptor) or 0,
        leader=leader,
        recoded=recoded,
        bystanders=bystanders,
    )


def _leader(locus: Locus, acceptor: int) -> str:
    """Untranslated bases between the acceptor and the start codon.

    Raises:
        InfeasibleError: there are too many, or an intron lies between.
    """
    target = locus.target
    if target.start_codon <= acceptor:
        return ""
    if target.exon_at(acceptor) != target.exon_at(target.start_codon):
        raise InfeasibleError(
            f"An untranslated exon of {locus.gene.symbol} lies between this intron and the start codon, and a "
            "mini-gene does not repeat it."
        )
    if target.start_codon - acceptor > LEADER:
        raise InfeasibleError(
            f"{target.start_codon - acceptor} untranslated bases of {locus.gene.symbol} lie between this intron and "
            f"the start codon, and a mini-gene repeats at most {LEADER}."
        )
    return locus.molecule.sequence[acceptor : target.start_codon]


def _isoforms(aim: Aim, locus: Locus, spot: Spot, acceptor: int) -> Iterator[str]:
    """Yield the transcripts that pass the mini-gene by.

    Raises:
        InfeasibleError: one of the complete coding transcripts would not make its own wild-type protein.
    """
    target = locus.target
    tail = [p for p in target.cds_positions if p >= acceptor]
    for t in coding(locus)[1:]:
        carries = edited_protein(locus, t, aim.edits) != locus.protein_of(t)
        spliced = next((end for start, end in t.introns if start <= spot.at <= end), None)
        if spliced is None:
            if carries:
                raise InfeasibleError(
                    f"{t.id} of {locus.gene.symbol} carries the change and starts behind the mini-gene, so it would be "
                    "mutant before the recombinase."
                )
            continue
        own = [p for p in t.cds_positions if p >= acceptor]
        if spliced == acceptor and own == tail and _same_leader(t, target, acceptor):
            continue
        if spliced == acceptor or carries:
            raise InfeasibleError(
                f"{t.id} of {locus.gene.symbol} is spliced or read otherwise than {target.id} behind intron "
                f"{spot.intron}, so one mini-gene cannot make the wild-type protein of both."
            )
        yield t.id


def _same_leader(one: TranscriptModel, other: TranscriptModel, acceptor: int) -> bool:
    """Whether two transcripts begin to be translated at the same place, if that lies behind the acceptor."""
    behind = [t.start_codon for t in (one, other) if t.start_codon > acceptor]
    return not behind or one.start_codon == other.start_codon


# -- words -------------------------------------------------------------------------------------------------


def _reasons(found: MiniGene, pair: SitePair, switch: str, remover: str) -> tuple[str, ...]:
    return (
        f"Until {switch} acts the transcript is spliced into the mini-gene: the gene's own acceptor of exon "
        f"{found.exon}, {found.size} bp of wild-type coding sequence to the native stop, and polyadenylation signals.",
        placed(found.spot),
        f"The cDNA is recoded ({found.recoded.changed} of {found.size} bases changed, at most {found.recoded.longest} "
        "shared in a row): spelled as in the genome it would be a direct repeat of the changed exons and collapse.",
        f"The marker is flanked by sites of {remover}, which the switch does not use (R17), and lies inside the "
        f"{switch} sites, so that {switch} alone also removes it.",
        f"After {switch} nothing is left but the change and one {pair.left_over.name}.",
    )


def _assumptions(found: MiniGene, locus: Locus) -> tuple[str, ...]:
    kept = limit("R06.acceptor.stop").whole
    leader = f" and {len(found.leader)} bp of 5' UTR" if found.leader else ""
    passing = (
        f"{', '.join(found.bystanders)} of {locus.gene.symbol} is spliced over the mini-gene to another exon; whether "
        "that goes on is not predicted."
        if found.bystanders
        else ""
    )
    return (
        f"{kept} bp of the intron's end{leader} are there twice, as a direct repeat: no more than keeps the site off "
        "the acceptor (R06). Check every clone for both copies.",
        "Before the recombinase the transcript ends in the mini-gene's polyadenylation signals and lacks the gene's "
        "own 3' UTR and what regulates through it; amounts of RNA and protein must be compared with the wild type.",
        "The polyadenylation signals are our own composition (see the parts): what reads through them or skips the "
        "mini-gene makes the changed protein. Ask for proof by RT-PCR that nothing leaks (R41).",
        "Respelling may touch splicing enhancers, which lie in exons and are not known here: check the transcript.",
        *((passing,) if passing else ()),
    )


def _warnings(aim: Aim, locus: Locus, found: MiniGene) -> tuple[str, ...]:
    partial = [
        t.id
        for t in locus.transcripts
        if t.cds
        and t.incomplete
        and any(a <= e.start < b for e in aim.edits for a, b in t.cds)
        and not any(start <= found.spot.at <= end == found.acceptor for start, end in t.introns)
    ]
    said = [f"The recoded cDNA holds {what}." for what in found.recoded.motifs]
    if partial:
        said.append(
            f"{', '.join(partial)} of {locus.gene.symbol} carries the change and does not splice into the mini-gene. "
            "Its model in the annotation is incomplete; if it is real, it makes the changed protein before the "
            "recombinase. Test by RT-PCR."
        )
    return tuple(said)
