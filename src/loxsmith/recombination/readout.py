"""The readout: which transcripts an allele can make and what they code for, from its sequence alone.

Nothing here knows what was designed. It gets two sequences, the wild type and the allele, and the wild type's
transcripts; everything else (where an exon went, whether a STOP is a STOP) it finds out by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from loxsmith.knowledge import limit
from loxsmith.locus import TranscriptModel
from loxsmith.recombination.consequence import describe
from loxsmith.recombination.correspondence import Correspondence
from loxsmith.recombination.elements import find_elements
from loxsmith.recombination.splicing import Path, splice
from loxsmith.recombination.translation import OpenFrame, Rna, chains, read_frame, start_codon
from loxsmith.sequence import translate

Status = Literal["unchanged", "altered", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What becomes of one transcript on an allele."""

    id: str
    """Accession of the transcript; ``ID:orf2`` for the second frame behind an IRES."""

    status: Status
    """``unchanged``: splicing and protein as in the wild type. ``none``: a STOP ends it before any further
    native residue. ``altered``: anything else."""

    consequence: str
    """One phrase against the wild type."""

    protein: str | None
    """One-letter residues without the stop; None when there is no transcript to read."""

    chains: tuple[str, ...]
    """The separate products when a 2A peptide splits the protein; else the protein alone."""

    closed: bool
    """Whether the reading frame ends in a stop codon."""

    stopped_at: int | None
    """Allele position (0-based) at which a STOP's splice trap takes the transcript; None without."""

    residual: str
    """Native residues still made in front of a STOP; empty without one."""

    exons: tuple[tuple[int, int], ...]
    """The mature RNA's stretches on the allele, 0-based half-open."""

    coding: tuple[tuple[int, int], ...]
    """Stretches of the open frame on the allele, stop codon included."""

    note: str
    """What a reader must know; empty when there is nothing."""


def read_allele(wild: str, transcripts: Iterable[TranscriptModel], allele: str) -> tuple[Reading, ...]:
    """Read every transcript of the wild type on an allele drawn in the same orientation.

    Args:
        wild: wild-type sequence, upper case.
        transcripts: the wild type's transcripts, in its coordinates.
        allele: the allele's sequence, upper case.
    """
    alignment = Correspondence(wild, allele)
    return tuple(reading for t in transcripts for reading in _read(t, alignment))


def _read(transcript: TranscriptModel, alignment: Correspondence) -> Iterable[Reading]:
    path = splice(transcript, alignment)
    rna = Rna(allele=alignment.allele, segments=tuple(path.segments))
    if path.lost_start or not path.segments:
        yield _unread(transcript, path, None, "none", "no transcript is predicted")
    elif not transcript.coding:
        yield _noncoding(transcript, path, rna, alignment.wild)
    else:
        first, frame = _first_frame(transcript, path, rna, alignment)
        yield first
        if frame is not None:
            yield from _second_frame(transcript, rna, frame)


def _first_frame(
    transcript: TranscriptModel, path: Path, rna: Rna, alignment: Correspondence
) -> tuple[Reading, OpenFrame | None]:
    wild = _wild_protein(transcript, alignment.wild)
    start, remark = start_codon(rna, alignment, transcript.start_codon)
    if path.is_stopped and path.trap is not None:
        entry = rna.from_allele(path.trap.end) or 0
        if start is None or start >= entry:
            return _stopped(transcript, path, rna, wild, None, 0), None
        frame = read_frame(rna.sequence, start)
        if frame.closed:
            return _stopped(transcript, path, rna, wild, frame, (entry - start) // 3), frame
    if path.unpredicted:
        return _unread(transcript, path, rna, "altered", "a splice site is lost", remark), None
    if start is None:
        return _unread(transcript, path, rna, "altered", "no start codon", remark), None
    frame = read_frame(rna.sequence, start)
    return _translated(transcript, path, rna, wild, frame, remark), frame


def _translated(
    transcript: TranscriptModel, path: Path, rna: Rna, wild: str, frame: OpenFrame, remark: str
) -> Reading:
    notes = [*path.notes, remark, *_decay(rna, frame, path)]
    if not frame.closed:
        notes.append("no stop codon ends the frame")
    if path.trap is not None:
        notes.append(
            f"the {path.trap.part.name} trap has {path.stop_signals} polyadenylation signals, fewer than the "
            f"{limit('R41.polya').value} that make a STOP: it leaks"
        )
    same = frame.protein == wild and not (path.altered or path.ended_early) and frame.closed
    return Reading(
        id=transcript.id,
        status="unchanged" if same else "altered",
        consequence=describe(wild, frame.protein),
        protein=frame.protein,
        chains=chains(frame.protein),
        closed=frame.closed,
        stopped_at=None,
        residual="",
        exons=rna.segments,
        coding=rna.stretches(frame.start, frame.end),
        note=_sentence(notes),
    )


def _stopped(
    transcript: TranscriptModel, path: Path, rna: Rna, wild: str, frame: OpenFrame | None, native: int
) -> Reading:
    trap = path.trap
    assert trap is not None  # the caller saw it
    residual = frame.protein[:native] if frame else ""
    notes = [
        f"the transcript is taken by the {trap.part.name} splice trap and ends at "
        f"{path.stop_signals} polyadenylation signals",
        f"the first {len(residual)} residues of {len(wild)} can still be made ({_short(residual)})"
        if residual
        else "no native residue is made in front of the STOP",
        _frames_closed(rna, trap.end),
        _later_starts(wild, len(residual)),
        *path.notes,
    ]
    return Reading(
        id=transcript.id,
        status="none",
        consequence=f"no product containing residues {len(residual) + 1}-{len(wild)}",
        protein=None,
        chains=(),
        closed=True,
        stopped_at=trap.end,
        residual=residual,
        exons=rna.segments,
        coding=(),
        note=_sentence(notes),
    )


def _unread(
    transcript: TranscriptModel,
    path: Path,
    rna: Rna | None,
    status: Status,
    consequence: str,
    remark: str = "",
) -> Reading:
    return Reading(
        id=transcript.id,
        status=status,
        consequence=consequence,
        protein=None,
        chains=(),
        closed=False,
        stopped_at=None,
        residual="",
        exons=rna.segments if rna else (),
        coding=(),
        note=_sentence([*path.notes, remark]),
    )


def _noncoding(transcript: TranscriptModel, path: Path, rna: Rna, wild: str) -> Reading:
    native = "".join(wild[a:b] for a, b in transcript.exons)
    if path.is_stopped:
        return _unread(transcript, path, rna, "none", "ended by the STOP; it codes for nothing here")
    if rna.sequence == native:
        return _unread(transcript, path, rna, "unchanged", "non-coding, as in the wild type")
    return _unread(transcript, path, rna, "altered", "non-coding; its RNA differs from the wild type")


def _second_frame(transcript: TranscriptModel, rna: Rna, first: OpenFrame) -> Iterable[Reading]:
    """Read the frame behind an IRES that lies in the RNA behind the first frame."""
    for entry in find_elements(rna.sequence).internal_entries:
        if entry.start < first.end - 3:
            continue
        start = rna.sequence.find("ATG", entry.end)
        if start < 0:
            continue
        frame = read_frame(rna.sequence, start)
        yield Reading(
            id=f"{transcript.id}:orf2",
            status="altered",
            consequence=f"a second protein of {len(frame.protein)} residues behind the {entry.part.name}",
            protein=frame.protein,
            chains=chains(frame.protein),
            closed=frame.closed,
            stopped_at=None,
            residual="",
            exons=rna.segments,
            coding=rna.stretches(frame.start, frame.end),
            note="" if frame.closed else "No stop codon ends the frame.",
        )
        return


# -- words -------------------------------------------------------------------------------------------------


def _wild_protein(transcript: TranscriptModel, wild: str) -> str:
    return translate("".join(wild[a:b] for a, b in transcript.cds)).removesuffix("*")


def _decay(rna: Rna, frame: OpenFrame, path: Path) -> list[str]:
    """Nonsense-mediated decay by the 50-55 nt rule (Nagy & Maquat 1998, Trends Biochem Sci 23:198)."""
    last = rna.junctions[-1] if rna.junctions else 0
    if frame.closed and last - frame.end > limit("R13.nmd").value and not path.ended_early:
        return [f"its stop lies {last - frame.end} nt before the last junction: the RNA is expected to decay"]
    return []


def _frames_closed(rna: Rna, trap_exon: int) -> str:
    entry = rna.from_allele(trap_exon)
    tail = rna.sequence[entry:]
    opened = [i for i in range(3) if "*" not in translate(tail[i:])]
    return (
        "all three frames are closed behind the trap" if not opened else "a frame stays open behind the trap"
    )


def _later_starts(wild: str, residual: int) -> str:
    later = [i + 1 for i in range(residual, len(wild)) if wild[i] == "M"]
    if not later:
        return "no in-frame ATG follows behind the STOP"
    shown = ", ".join(f"Met{i} ({len(wild) - i + 1} residues to the end)" for i in later[:4])
    more = f" and {len(later) - 4} more" if len(later) > 4 else ""
    return f"in-frame ATGs behind the STOP, should it leak: {shown}{more}"


def _short(protein: str) -> str:
    return protein if len(protein) <= 12 else f"{protein[:6]}...{protein[-3:]}"


def _sentence(notes: Iterable[str]) -> str:
    text = "; ".join(note for note in notes if note)
    return f"{text[0].upper()}{text[1:]}." if text else ""
