"""What a transcript makes once exons are gone, or once a splice trap takes it, reckoned on the RNA as text.

These are the expectations that promises state. Nothing is drawn and no allele is looked at: the exons that stay are
put together as text, so that neither the drawing nor the readout can lend its mistakes to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
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
    locus: Locus,
    transcript: TranscriptModel,
    *,
    gone: tuple[int, int] | None = None,
    trap: Trap | None = None,
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
    text = locus.molecule.sequence
    pieces = [text[a:b] for a, b in exons]
    last = sum(map(len, pieces)) - (0 if trapped else len(pieces[-1]))
    rna = "".join(pieces) + (trap.tail if trap is not None and trapped else "")
    at, start = _start(rna, exons, transcript)
    wild = wild_protein(locus, transcript)
    cut = trap.at if trap is not None and trapped else lower
    ahead = (
        coding_before(transcript, cut) // 3 if start == "native" else 0
    )  # whole codons that nothing changes
    residues = "" if at is None else wild[:ahead] + _translated(rna[at + 3 * ahead :])
    protein, stop, _ = residues.partition("*")
    end = 0 if at is None else at + 3 * (len(protein) + len(stop))
    tail = wild[_first_behind(transcript, max(cut, upper)) :]
    return Remainder(
        protein=protein,
        closed=bool(stop),
        start=start,
        before=ahead + _shared(protein[ahead:], wild[ahead:]) if start == "native" else 0,
        behind=_holds(protein[ahead:], tail),
        to_junction=last - end if stop and last else 0,
        trapped=trapped,
    )


def wild_protein(locus: Locus, transcript: TranscriptModel) -> str:
    """Return the wild-type protein of a transcript, remembered: every set of exons is held against it."""
    return _remembered(locus.cds_of(transcript))


@lru_cache(maxsize=64)
def _remembered(text: str) -> str:
    return _translated(text).removesuffix("*")


def _translated(text: str) -> str:
    """Residues up to the first stop, which is kept as ``*``."""
    made = ""
    for at in range(0, len(text), _STRETCH):
        made += translate(text[at : at + _STRETCH])
        if "*" in made:
            return made[: made.index("*") + 1]
    return made


_STRETCH = 900
"""Bases translated at a time: most frames that are shifted end within a few hundred."""


def gone_bases(transcript: TranscriptModel, gone: tuple[int, int]) -> int:
    """Coding bases of a transcript that a deletion takes away."""
    return sum(max(0, min(b, gone[1]) - max(a, gone[0])) for a, b in transcript.cds)


def restart(locus: Locus, transcript: TranscriptModel, gone: tuple[int, int]) -> int:
    """Residues from the first Met behind a deletion to the native end; 0 without one (rule R14)."""
    wild = wild_protein(locus, transcript)
    first = wild.find("M", _first_behind(transcript, gone[1]))
    return len(wild) - first if first >= 0 else 0


def _first_behind(transcript: TranscriptModel, at: int) -> int:
    """Number of the first residue, from 0, whose whole codon lies behind ``at``."""
    return -(-coding_before(transcript, at) // 3)


def coding_before(transcript: TranscriptModel, at: int) -> int:
    """Coding bases of a transcript in front of a place."""
    return sum(max(0, min(b, at) - a) for a, b in transcript.cds)


def _start(
    rna: str, exons: list[tuple[int, int]], transcript: TranscriptModel
) -> tuple[int | None, Literal["native", "later", "new", "none"]]:
    """Find the first ATG that a ribosome scanning from the cap reads.

    The ATGs that the wild-type RNA has in front of its start codon are passed over, as the annotation passes them.
    """
    native = _on_rna(transcript.exons, transcript.start_codon)
    for at in find_all(rna, "ATG"):
        places = [_on_wild_rna(exons, transcript, at + i) for i in range(3)]
        first = places[0]
        if first is None or native is None or places != [first, first + 1, first + 2]:
            return at, "new"
        if first >= native:
            return at, "native" if first == native else "later"
    return None, "none"


def _on_wild_rna(exons: list[tuple[int, int]], transcript: TranscriptModel, at: int) -> int | None:
    """Place on the wild-type RNA of a base of what is left of it; None in the tail of a trap."""
    for a, b in exons:
        if at < b - a:
            return _on_rna(transcript.exons, a + at)
        at -= b - a
    return None


def _on_rna(exons: Sequence[tuple[int, int]], place: int) -> int | None:
    """Place on the RNA of a base of the locus."""
    length = 0
    for a, b in exons:
        if a <= place < b:
            return length + place - a
        length += b - a
    return None


def _shared(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _holds(protein: str, tail: str) -> bool:
    length = min(_WORD, len(tail))
    return length > 0 and any(protein[i : i + length] in tail for i in range(len(protein) - length + 1))
