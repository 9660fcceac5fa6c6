"""The whole human gene from start to stop codon, with its introns, in the place of the mouse's."""

from __future__ import annotations

from dataclasses import replace

from loxsmith.errors import InfeasibleError
from loxsmith.knowledge import limit
from loxsmith.locus import Locus, TranscriptModel, Uniqueness
from loxsmith.request import Request
from loxsmith.sequence import is_plain, translate
from loxsmith.strategy.assuming import first_assumptions
from loxsmith.strategy.human_junctions import must_not_splice
from loxsmith.strategy.human_routes import within_block
from loxsmith.strategy.model import Block, Piece, Spliced, Strategy
from loxsmith.strategy.orthologues import Orthologue
from loxsmith.strategy.promising import Aim, Product
from loxsmith.strategy.routes import coding

LONGEST = 200_000
"""Longest human stretch that is designed (bp): what service laboratories offer at most."""

CLONED = 20_000
"""Longest that is put together by ordinary cloning (bp, judgement); beyond, it is cut out of a BAC."""


def genomic(
    found: Orthologue, request: Request, unique: Uniqueness, failed: str, tried: Strategy | None
) -> Strategy:
    """Exchange the mouse gene from start to stop codon for the human one, introns and all, in ES cells.

    Raises:
        InfeasibleError: zygotes were asked for, the stretch is too long or not known base by base, no human intron has
            room for the marker, or no transcript reads into it.
    """
    mouse, human = found.mouse, found.locus
    start, end = mouse.target.start_codon, mouse.target.stop_codon[2] + 1
    first, last = human.target.start_codon, human.target.stop_codon[2] + 1
    _must_be_possible(found, request, start, end, first, last)
    for a, b in human.target.cds:
        must_not_splice(human.molecule.sequence[a:b], found)
    text = human.molecule.sequence[first:last]
    spliced = Spliced(
        sequence=text,
        introns=tuple((a - first, b - first) for a, b in human.target.introns if first < a and b < last),
    )
    at, intron = _marker_place(spliced, found)
    aim = Aim(
        what=f"human {found.symbol} gene from start to stop codon",
        edits=(),
        payload=(),
        products=tuple(p for t in coding(mouse) if (p := _product(t, start, found)) is not None),
        assumptions=(
            found.statement,
            f"The mouse keeps its promoter and both untranslated regions; introns between start and stop codon "
            f"({len(spliced.introns)} human for {_inside(mouse.target, start, end)} mouse ones) come with the human "
            "gene, and what regulates the mouse gene in its own is lost.",
            "Both ends of the exchange lie at codons, and all junctions between them are human on both sides, so no "
            "phase has to agree with the mouse's.",
            "The splice sites of the human stretch are those the annotation gives; that mouse cells use them is taken "
            "for granted: test by RT-PCR.",
            _building(last - first, end - start),
            *_unread(mouse, start),
            *first_assumptions(request, mouse),
        ),
    )
    cut = found.origin(first, last)
    halves = (
        Piece(name=f"human {found.symbol} gene, part 1", sequence=text[:at], note=cut),
        Piece(name=f"human {found.symbol} gene, part 2", sequence=text[at:], note=cut),
    )
    reasons = (
        "ES cells were asked for."
        if request.method == "es"
        else f"{end - start} bp are exchanged for {last - first}: one cut in zygotes does not exchange so much.",
        f"The marker stands in intron {intron} of the human gene, where Flp leaves one FRT (R06).",
    )
    block = Block(start=start, end=end, pieces=())
    made = within_block(aim, block, halves[:1], halves[1:], request, mouse, reasons, spliced)
    return _warned(made, _embedded(found, start, end, first, last))


def _must_be_possible(
    found: Orthologue, request: Request, start: int, end: int, first: int, last: int
) -> None:
    symbol = found.mouse.gene.symbol
    if request.method == "zygote":
        raise InfeasibleError(
            f"{end - start} bp of {symbol} are to be exchanged, and a zygote design has one guide, which converts what "
            f"is within {limit('R26.plasmid').whole} bp of its cut.",
            hint=f"Leave out --method zygote, or ask for humanize {symbol} scope=cds.",
        )
    if last - first > LONGEST:
        raise InfeasibleError(
            f"Human {found.symbol} has {last - first:,} bp from start to stop codon, and {LONGEST:,} is the most.",
            hint=f"Ask for humanize {symbol} scope=cds.",
        )
    for locus, a, b in ((found.mouse, start, end), (found.locus, first, last)):
        if not is_plain(locus.molecule.sequence[a:b]):
            raise InfeasibleError(
                f"The genome {locus.genome.name} has unknown or ambiguous bases within {locus.describe(a, b)}.",
                hint=f"Give an assembly in which it is sequenced, or ask for humanize {symbol} scope=cds.",
            )


def _marker_place(spliced: Spliced, found: Orthologue) -> tuple[int, int]:
    """The middle of the room in the longest human intron (R06): where on the stretch, and the intron's number."""
    for word in ("default", "stop"):
        before, after = limit(f"R06.donor.{word}").whole, limit(f"R06.acceptor.{word}").whole
        fitting = [(b - a, n) for n, (a, b) in enumerate(spliced.introns, 1) if b - a >= before + after]
        if fitting:
            _, number = max(fitting, key=lambda pair: (pair[0], -pair[1]))
            a, b = spliced.introns[number - 1]
            return (a + before + b - after) // 2, number
    raise InfeasibleError(
        f"No intron of human {found.symbol} between start and stop codon has room for a selection marker (R06).",
        hint=f"Ask for humanize {found.mouse.gene.symbol} scope=cds.",
    )


def _product(transcript: TranscriptModel, start: int, found: Orthologue) -> Product | None:
    """What a transcript makes that reads into the exchanged stretch; None for one that does not."""
    if not _reads(transcript, start):
        return None
    before = "".join(found.mouse.molecule.sequence[p] for p in transcript.cds_positions if p < start)
    made = translate(before + found.coding).partition("*")[0]
    words = f"makes the human protein {found.symbol} ({len(made)} residues) and nothing else"
    if made != found.protein:
        words = f"makes a protein of {len(made)} residues that is read into the human gene in its own frame"
    return Product(transcript=transcript.id, chains=(made,), words=words)


def _reads(transcript: TranscriptModel, start: int) -> bool:
    return any(a <= start < b for a, b in transcript.exons) and transcript.exons[0][0] < start


def _unread(mouse: Locus, start: int) -> tuple[str, ...]:
    missed = [t.id for t in mouse.transcripts if not _reads(t, start)]
    if not missed:
        return ()
    return (
        f"{', '.join(missed)} of {mouse.gene.symbol} begins within the exchanged stretch or reaches it by another "
        "exon; what becomes of it is not promised.",
    )


def _inside(transcript: TranscriptModel, start: int, end: int) -> int:
    return sum(start < a and b < end for a, b in transcript.introns)


def _building(human: int, mouse: int) -> str:
    how = (
        "cloned in pieces from a genomic template, or synthesised"
        if human <= CLONED
        else "cut out of a human BAC and put between mouse arms by recombineering"
    )
    return (
        f"{mouse:,} bp of the mouse are exchanged for {human:,} bp of human DNA, which is {how} (judgement)."
    )


def _embedded(found: Orthologue, start: int, end: int, first: int, last: int) -> tuple[str, ...]:
    """Name the other genes that are lost with the mouse stretch or brought with the human one."""
    lost = [n.symbol for n in found.mouse.neighbours if n.start < end and start < n.end]
    gained = [n.symbol for n in found.locus.neighbours if n.start < last and first < n.end]
    said = []
    if lost:
        said.append(f"The exchange takes away, in whole or in part, the mouse gene(s) {', '.join(lost)}.")
    if gained:
        said.append(f"The exchange brings, in whole or in part, the human gene(s) {', '.join(gained)}.")
    return tuple(said)


def _warned(strategy: Strategy, warnings: tuple[str, ...]) -> Strategy:
    return replace(strategy, warnings=(*strategy.warnings, *warnings))
