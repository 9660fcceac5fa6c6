"""Where in an intron a cassette may stand (rules R06, R07, R08)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loxsmith.knowledge import limit
from loxsmith.locus import Locus, TranscriptModel, Uniqueness

CLEAR = 60
"""Bases on both sides of an insertion point that should hold no repeat (HTGT's default oligo block is 120 bp:
half of it on each side)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place for a cassette."""

    at: int
    """In front of this base of the locus, 0-based."""

    intron: int
    """Number of the target transcript's intron, from 1."""

    from_donor: int
    """Bases of intron in front of it, to the nearest splice donor of any transcript."""

    to_acceptor: int
    """Bases of intron behind it, to the nearest splice acceptor of any transcript."""

    roomy: bool
    """Whether both distances reach the defaults of R06; else they keep to its minimum only."""

    clear: bool
    """Whether the neighbourhood is free of repeats."""


def spots(
    locus: Locus, transcripts: Sequence[TranscriptModel], unique: Uniqueness, *, last: int, near: int
) -> Iterator[Spot]:
    """Yield the best spot of each usable intron, 5' to 3', that lies in an intron of every transcript named.

    Args:
        locus: the locus.
        transcripts: those that the cassette must interrupt; the first gives the numbers of the introns.
        unique: repeats of the locus.
        last: the cassette must lie in front of this base.
        near: the base it should lie close to: what stands far from the cassette is often lost to it.
    """
    for number, (start, end) in enumerate(transcripts[0].introns, 1):
        if start >= last:
            return
        spot = _best(locus, transcripts, unique, number, start, min(end, last), near)
        if spot is not None:
            yield spot


def _best(
    locus: Locus,
    transcripts: Sequence[TranscriptModel],
    unique: Uniqueness,
    number: int,
    start: int,
    end: int,
    near: int,
) -> Spot | None:
    """Return the place nearest to ``near``: defaults before minimum distances, clear of repeats before not."""
    blocked = _exonic(locus, start, end)
    for roomy in (True, False):
        word = "default" if roomy else "stop"
        before, after = limit(f"R06.donor.{word}").whole, limit(f"R06.acceptor.{word}").whole
        zone = [
            at for at in range(start + before, end - after + 1)
            if all(_inside(t, at, before, after) for t in transcripts) and not blocked[at - start]
        ]  # fmt: skip
        if not zone:
            continue
        clear = [at for at in zone if unique.is_clear(at - CLEAR, at + CLEAR)]
        at = min(clear or zone, key=lambda p: (abs(p - near), p))
        return Spot(
            at=at,
            intron=number,
            from_donor=min(_reach(t, at)[0] for t in transcripts),
            to_acceptor=min(_reach(t, at)[1] for t in transcripts),
            roomy=roomy,
            clear=bool(clear),
        )
    return None


def _inside(transcript: TranscriptModel, at: int, before: int, after: int) -> bool:
    donor, acceptor = _reach(transcript, at)
    return donor >= before and acceptor >= after


def _reach(transcript: TranscriptModel, at: int) -> tuple[int, int]:
    """Bases of intron before and behind ``at``; (-1, -1) where it is not in an intron of the transcript."""
    for start, end in transcript.introns:
        if start <= at <= end:
            return at - start, end - at
    return -1, -1


def _exonic(locus: Locus, start: int, end: int) -> list[bool]:
    """Flag the bases of a stretch that lie in an exon of another gene or of another transcript."""
    flags = [False] * (end - start + 1)
    exons = [e for n in locus.neighbours for e in n.exons] + [e for t in locus.transcripts for e in t.exons]
    for a, b in exons:
        for at in range(max(a, start), min(b, end) + 1):
            flags[at - start] = True
    return flags
