"""What a transcript makes once exons are gone, or once a splice trap takes it, reckoned on the RNA as text.

These are the expectations that promises state. Nothing is drawn and no allele is looked at: the exons that stay are
put together as text, so that neither the drawing nor the readout can lend its mistakes to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from loxsmith.locus import Locus, TranscriptModel
from loxsmith.sequence import find_all, translate

_WORD = 8
"""Residues in a row that count as native: eight occur by chance once in 10^10."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """A splice acceptor with what is transcribed behind it."""

    at: int
    """In front of this base of the locus, 0-based."""

    tail: str
    """RNA behind the acceptor up to the end of its polyadenylation signal, as DNA."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remainder:
    """What one transcript makes of what is left of it."""

    protein: str
    """One-letter residues without the stop; empty when no start codon is left."""

    closed: bool
    """Whether a stop codon ends the frame."""

    start: Literal["native", "later", "new", "none"]
    """Which ATG is read: the native one, a later one of the wild-type RNA, or one that it does not have."""

    before: int
    """Residues at the beginning that are the wild type's."""

    behind: bool
    """Whether it holds a stretch of the wild-type protein from behind what is gone."""

    to_junction: int
    """Bases from the end of its stop codon to the last exon junction; 0 or less where none follows."""

    trapped: bool = False
    """Whether the splice trap takes it."""


def remainder(
    locus: Locus, transcript: TranscriptModel, *, gone: tuple[int, int] | None = None, trap: Trap | None = None
) -> Remainder:
    """Reckon what ``transcript`` makes.

    Args:
        locus: the locus.
        transcript: a coding transcript whose first exon stays.
        gone: stretch of the locus that is deleted; it holds whole exons only.
        trap: splice trap in one of its introns.
    """
    lower, upper = gone or (0, 0)
    exons = [(a, b) for a, b in transcript.exons if not (lower <= a and b <= upper)]
    trapped = trap is not None and exons[0][0] < trap.at < exons[-1][0]
    if trap is not None and trapped:
        exons = [(a, b) for a, b in exons if b <= trap.at]
    origins: list[int | None] = [p for a, b in exons for p in range(a, b)]
    rna = "".join(locus.molecule.sequence[a:b] for a, b in exons)
    last = len(rna) if trapped else len(rna) - (exons[-1][1] - exons[-1][0])
    if trap is not None and trapped:
        rna += trap.tail
        origins += [None] * len(trap.tail)
    at, start = _start(rna, origins, transcript)
    residues = "" if at is None else translate(rna[at:])
    protein, stop, _ = residues.partition("*")
    end = 0 if at is None else at + 3 * (len(protein) + len(stop))
    wild = locus.protein_of(transcript)
    return Remainder(
        protein=protein,
        closed=bool(stop),
        start=start,
        before=_shared(protein, wild) if start == "native" else 0,
        behind=_holds(protein, wild[_first_behind(transcript, trap.at if trap and trapped else upper) :]),
        to_junction=last - end if stop and last else 0,
        trapped=trapped,
    )


def gone_bases(transcript: TranscriptModel, gone: tuple[int, int]) -> int:
    """Coding bases of a transcript that a deletion takes away."""
    return sum(max(0, min(b, gone[1]) - max(a, gone[0])) for a, b in transcript.cds)


def restart(locus: Locus, transcript: TranscriptModel, gone: tuple[int, int]) -> int:
    """Residues from the first Met behind a deletion to the native end; 0 without one (rule R14)."""
    wild = locus.protein_of(transcript)
    first = wild.find("M", _first_behind(transcript, gone[1]))
    return len(wild) - first if first >= 0 else 0


def _first_behind(transcript: TranscriptModel, at: int) -> int:
    """Number of the first residue, from 0, whose whole codon lies behind ``at``."""
    return -(-sum(p < at for p in transcript.cds_positions) // 3)


def _start(
    rna: str, origins: list[int | None], transcript: TranscriptModel
) -> tuple[int | None, Literal["native", "later", "new", "none"]]:
    """Find the first ATG that a ribosome scanning from the cap reads.

    The ATGs that the wild-type RNA has in front of its start codon are passed over, as the annotation passes them.
    """
    order = {p: i for i, p in enumerate(p for a, b in transcript.exons for p in range(a, b))}
    native = order[transcript.start_codon]
    for at in find_all(rna, "ATG"):
        places = [order.get(o, -9) if o is not None else -9 for o in origins[at : at + 3]]
        if places[0] < 0 or places != [places[0], places[0] + 1, places[0] + 2]:
            return at, "new"
        if places[0] >= native:
            return at, "native" if places[0] == native else "later"
    return None, "none"


def _shared(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _holds(protein: str, tail: str) -> bool:
    length = min(_WORD, len(tail))
    return length > 0 and any(tail[i : i + length] in protein for i in range(len(tail) - length + 1))
