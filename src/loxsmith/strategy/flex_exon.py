"""The exon of a FLEx: which one, whether there is room for two copies of it, and how each is spelled."""

from __future__ import annotations

from dataclasses import dataclass

from loxsmith.errors import InfeasibleError
from loxsmith.knowledge import limit
from loxsmith.locus import Locus, TranscriptModel, usage_of
from loxsmith.sequence import reverse_complement
from loxsmith.strategy.edits import apply_edits
from loxsmith.strategy.promising import Aim
from loxsmith.strategy.recoding import Recoded, acceptors, donors, edge_bases, recode, signals
from loxsmith.strategy.routes import coding

LOOP = (60, 150)
"""Least and most bases of own intron between the two copies (bp, judgement): ends that meet head to head without them
are a perfect palindrome, which neither bacteria nor the germ line keep."""

CRYPTIC = (20, 500)
"""Lengths of a cryptic exon looked for in the antisense copy (bp, judgement)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flex:
    """An exon in two copies, and where they stand."""

    exon: int
    """Number of the exon in the target transcript, from 1."""

    start: int
    """First base of the locus that the copies replace, 0-based, in the intron in front of the exon."""

    end: int
    """One past the last: in the intron behind the exon, or behind the stop codon of a last exon."""

    first: int
    """First base of the exon on the locus."""

    last: int
    """One past its last base; of a last exon, one past its stop codon."""

    back: int
    """One past the last base of own intron behind the mutant copy; the wild-type copy goes on to ``end``."""

    terminal: bool
    """Whether it is the last exon, whose copies each end in a polyadenylation signal of their own."""

    recoded: Recoded
    """The wild-type copy's coding bases, in other codons."""

    wild: str
    """The wild-type exon, recoded, from ``first`` to ``last``."""

    mutant: str
    """The exon as in the genome with the changes, from ``first`` to the stretch's end."""

    doubts: tuple[str, ...]
    """What was found where it lies in antisense."""


def plan(aim: Aim, locus: Locus) -> Flex:
    """Find the exon and spell its two copies.

    Raises:
        InfeasibleError: the changes lie in several exons or the first one, or the introns lack the room, or another
            transcript or gene reads the exon otherwise.
    """
    target, symbol = locus.target, locus.gene.symbol
    number = _exon(aim, locus)
    first, last = target.exons[number - 1]
    terminal = number == len(target.exons)
    if terminal:
        last = target.stop_codon[2] + 1
        if target.stop_codon[0] < first:
            raise InfeasibleError(
                f"The last exon of {symbol} holds no whole stop codon, which a FLEx of it needs."
            )
    before, after = limit("R06.acceptor.stop").whole, limit("D10.4.intron").whole
    _must_have_room(locus, number, terminal)
    back = last if terminal else last + after
    start, end = first - before, back if terminal else back + _loop(locus, number, after)
    _must_agree(locus, number, start, end, last)
    held = [p for p in target.cds_positions if first <= p < last]
    native = locus.molecule.sequence
    opening, closing = edge_bases()
    recoded = recode(
        "".join(native[p] for p in held),
        phase=-sum(p < first for p in target.cds_positions) % 3,
        usage=usage_of(locus).shares,
        first=opening if held[0] == first else 0,
        last=0 if terminal else closing,
        both_strands=True,
    )
    wild = native[first : held[0]] + recoded.sequence + native[held[-1] + 1 : last]
    mutant = apply_edits(native[first:last], [e.shifted(-first) for e in aim.edits])
    front = native[start:first]
    return Flex(
        exon=number,
        start=start,
        end=end,
        first=first,
        last=last,
        back=back,
        terminal=terminal,
        recoded=recoded,
        wild=wild,
        mutant=mutant,
        doubts=(
            *_antisense(front + mutant + native[last:back], "the mutant copy before the recombinase"),
            *_antisense(front + wild + native[last:end], "the wild-type copy after it"),
        ),
    )


# -- the exon ----------------------------------------------------------------------------------------------


def _exon(aim: Aim, locus: Locus) -> int:
    target, symbol = locus.target, locus.gene.symbol
    numbers = {target.exon_at(p) for e in aim.edits for p in (e.start, max(e.start, e.end - 1))}
    if len(numbers) > 1 or None in numbers:
        raise InfeasibleError(
            f"A FLEx turns one exon, and the changes of {symbol} do not all lie within one."
        )
    number = next(n for n in numbers if n is not None)
    if number == 1:
        raise InfeasibleError(
            f"A FLEx needs an intron in front of the exon, and the change of {symbol} lies in the first one."
        )
    first, last = target.exons[number - 1]
    if not any(first <= p < last for p in target.cds_positions):
        raise InfeasibleError(f"The change lies in an exon of {symbol} that codes for nothing.")
    if number == len(target.exons) and aim.edits[-1].end > target.stop_codon[2] + 1:
        raise InfeasibleError(
            f"The change lies behind the stop codon of {symbol}, where a FLEx of its last exon ends."
        )
    return number


def _must_have_room(locus: Locus, number: int, terminal: bool) -> None:
    """Own intron for both copies (D10.4), and R06's distances to the exons beyond."""
    target = locus.target
    donor, acceptor = limit("R06.donor.stop").whole, limit("R06.acceptor.stop").whole
    own = limit("D10.4.intron").whole
    needs = [(number - 1, donor + max(acceptor, own))]
    if not terminal:
        needs.append((number, max(own, donor) + LOOP[0] + acceptor))
    for intron, least in needs:
        start, end = target.introns[intron - 1]
        if end - start < least:
            raise InfeasibleError(
                f"Intron {intron} of {locus.gene.symbol} has {end - start} bp, and a FLEx of exon {number} needs "
                f"{least} there: {own} bp of own intron for each copy, some between them, and R06's distances."
            )


def _loop(locus: Locus, number: int, after: int) -> int:
    """Bases of own intron between the two copies, as many as R06 leaves behind them."""
    start, end = locus.target.introns[number - 1]
    return min(LOOP[1], end - start - after - limit("R06.acceptor.stop").whole)


def _must_agree(locus: Locus, number: int, start: int, end: int, last: int) -> None:
    """Every other reader of the stretch must read it as the target does, or not at all.

    Raises:
        InfeasibleError: another gene has an exon there, or a transcript reads the stretch otherwise.
    """
    target, symbol = locus.target, locus.gene.symbol
    for neighbour in locus.neighbours:
        if any(a < end and b > start for a, b in neighbour.exons):
            raise InfeasibleError(
                f"An exon of {neighbour.symbol} lies within the stretch that a FLEx of exon {number} of {symbol} would "
                "turn round (R15)."
            )
    own = [p for p in target.cds_positions if start <= p < end]
    for t in coding(locus)[1:]:
        inside = [(a, b) for a, b in t.exons if a < end and b > start]
        if not inside:
            if t.exons[0][0] >= end or t.exons[-1][1] <= start or _spans(t, start, end):
                continue
        elif _same_exon(t, target, number, inside, last):
            theirs = [p for p in t.cds_positions if start <= p < end]
            if theirs == own and (_phase(t, start) - _phase(target, start)) % 3 == 0:
                continue
        raise InfeasibleError(
            f"{t.id} of {symbol} reads exon {number} of {target.id} otherwise than that does, so one FLEx cannot serve "
            "both."
        )


def _spans(transcript: TranscriptModel, start: int, end: int) -> bool:
    return any(a <= start and end <= b for a, b in transcript.introns)


def _same_exon(
    transcript: TranscriptModel,
    target: TranscriptModel,
    number: int,
    inside: list[tuple[int, int]],
    last: int,
) -> bool:
    """Whether the transcript has this exon too: both its ends, or the acceptor and the stop codon of a last one."""
    first, _ = target.exons[number - 1]
    if len(inside) != 1 or inside[0][0] != first or transcript.exons[0][0] == first:
        return False
    if number == len(target.exons):
        return transcript.stop_codon == target.stop_codon and inside[0][1] >= last
    return inside[0] == target.exons[number - 1] and transcript.exons[-1] != inside[0]


def _phase(transcript: TranscriptModel, start: int) -> int:
    return sum(p < start for p in transcript.cds_positions)


def _antisense(sense: str, what: str) -> tuple[str, ...]:
    """Look for what a cell could read on the other strand of a copy: a cryptic exon, a polyadenylation signal."""
    text = reverse_complement(sense)
    least, most = CRYPTIC
    ends = list(donors(text))
    said = [
        f"Read in antisense, {what} holds a likely splice acceptor and donor {end - start} bp apart: a cryptic exon. "
        "Check the transcript by RT-PCR."
        for start in acceptors(text)
        for end in ends
        if least <= end - start <= most
    ][:1]
    count = sum(1 for _ in signals(text))
    if count:
        said.append(
            f"Read in antisense, {what} holds {count} polyadenylation signal(s) (AATAAA, ATTAAA): check that the "
            "transcript does not end there."
        )
    return tuple(said)
