"""The readout: which transcripts an allele can make and what they code for, from its sequence alone.

Nothing here knows what was designed. It gets two sequences, the wild type and the allele, and the wild type's
transcripts; everything else (where an exon went, whether a STOP is a STOP) it finds out by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from loxsmith.knowledge import limit
from loxsmith.locus import TranscriptModel
from loxsmith.recombination.consequence import describe
from loxsmith.recombination.correspondence import Correspondence
from loxsmith.recombination.elements import Element, find_elements
from loxsmith.recombination.foreign import Foreign
from loxsmith.recombination.products import caught
from loxsmith.recombination.splicing import Path, splice
from loxsmith.recombination.translation import (
    OpenFrame,
    Rna,
    chains,
    read_frame,
    spliced_position,
    start_codon,
)
from loxsmith.sequence import translate

Status = Literal["unchanged", "altered", "none"]

_PIECE = 8
"""Residues in a row that count as native behind a STOP; eight occur by chance once in 10^10."""


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


def read_allele(
    wild: str, transcripts: Iterable[TranscriptModel], allele: str, foreign: Sequence[Foreign] = ()
) -> tuple[Reading, ...]:
    """Read every transcript of the wild type on an allele drawn in the same orientation.

    Args:
        wild: wild-type sequence, upper case.
        transcripts: the wild type's transcripts, in its coordinates.
        allele: the allele's sequence, upper case.
        foreign: sequence of other genomes that the allele may hold, with the introns known of it.
    """
    alignment = Correspondence(wild, allele)
    return tuple(reading for t in transcripts for reading in _read(t, alignment, foreign))


def _read(
    transcript: TranscriptModel, alignment: Correspondence, foreign: Sequence[Foreign]
) -> Iterable[Reading]:
    path = splice(transcript, alignment, foreign)
    rna = Rna(allele=alignment.allele, segments=tuple(path.segments))
    if path.lost_start:
        yield _untranscribed(transcript, path, alignment)
    elif not transcript.coding:
        if transcript.cds or path.unpredicted or path.trap is None or not path.ended_early:
            yield _noncoding(transcript, path, rna, alignment.wild)
        else:
            yield from _trapped(transcript, path, path.trap, rna)
    else:
        first, frame = _first_frame(transcript, path, rna, alignment)
        yield first
        if frame is not None:
            yield from second_frame(transcript.id, rna, frame)


def _untranscribed(transcript: TranscriptModel, path: Path, alignment: Correspondence) -> Reading:
    """Without its start a transcript is not predicted, but another promoter may read what is left of it."""
    codons = transcript.cds or transcript.exons
    left = any(m.wild < end and m.wild + m.length > start for m in alignment.paired for start, end in codons)
    return _unread(transcript, path, None, "altered" if left else "none", "no transcript is predicted")


def _first_frame(
    transcript: TranscriptModel, path: Path, rna: Rna, alignment: Correspondence
) -> tuple[Reading, OpenFrame | None]:
    wild = _wild_protein(transcript, alignment.wild)
    start, remark = start_codon(rna, alignment, transcript)
    if path.unpredicted:
        return _unread(transcript, path, rna, "altered", "splicing is not predicted", remark), None
    frame = None if start is None else read_frame(rna.sequence, start)
    if path.is_stopped and path.trap is not None:
        residual = _residual(transcript, path.trap, rna, alignment, frame)
        whole = residual is not None and wild in residual
        if residual is not None and not whole and not _is_native_behind(path.trap, rna, wild):
            return _stopped(transcript, path, path.trap, rna, wild, residual, remark), frame
    if frame is None:
        return _unread(transcript, path, rna, "altered", "no start codon", remark), None
    return _translated(transcript, path, rna, alignment, frame, remark), frame


def _residual(
    transcript: TranscriptModel, trap: Element, rna: Rna, alignment: Correspondence, frame: OpenFrame | None
) -> str | None:
    """Native residues made in front of a trap, the most of all frames a ribosome may read.

    Those are the frame predicted and, since scanning leaks past an inserted ATG, that of the native start.
    Returns None when a frame runs on to the end of the RNA.
    """
    entry = rna.from_allele(trap.end) or 0
    native = [read_frame(rna.sequence, at) for at in _native_starts(transcript, rna, alignment)]
    made = ""
    for one in [*native, *([frame] if frame else [])]:
        if one.start >= entry:
            continue
        if not one.closed:
            return None
        codons = range(one.start, min(entry - 2, one.start + 3 * len(one.protein)), 3)
        kept = [at for at in codons if _is_native_codon(transcript, rna.to_allele(at), alignment)]
        residues = "".join(one.protein[(at - one.start) // 3] for at in kept)
        made = max(made, residues, key=len)
    return made


def _native_starts(transcript: TranscriptModel, rna: Rna, alignment: Correspondence) -> list[int]:
    places = (rna.from_allele(p) for p in alignment.places(transcript.start_codon))
    return [p for p in places if p is not None and rna.sequence[p : p + 3] == "ATG"]


def _is_native_codon(transcript: TranscriptModel, allele: int, alignment: Correspondence) -> bool:
    """Whether an allele base is the first of a codon of the wild type."""
    origin = alignment.origin(allele)
    if origin is None or origin[1] != 1 or transcript.residue_at(origin[0]) is None:
        return False
    at, first = (spliced_position(transcript, p) for p in (origin[0], transcript.start_codon))
    return at is not None and first is not None and (at - first) % 3 == 0


def _is_native_behind(trap: Element, rna: Rna, wild: str) -> bool:
    """Whether the RNA behind a trap can code for a piece of the native protein: then it is no STOP."""
    tail = rna.sequence[rna.from_allele(trap.end) :]
    made = [translate(tail[i:]) for i in range(3)]
    words = {wild[i : i + _PIECE] for i in range(max(1, len(wild) - _PIECE + 1))} - {""}
    return any(word in text for text in made for word in words)


def _translated(
    transcript: TranscriptModel,
    path: Path,
    rna: Rna,
    alignment: Correspondence,
    frame: OpenFrame,
    remark: str,
) -> Reading:
    wild = _wild_protein(transcript, alignment.wild)
    notes = [*path.notes, remark, *_decay(rna, frame)]
    if not frame.closed:
        notes.append("no stop codon ends the frame")
    if path.trap is not None and path.is_stopped:
        notes.append(
            f"the transcript is taken by the {path.trap.part.name} splice trap, but behind it a frame stays "
            "open or codes for native residues, or the protein is whole in front of it: it is no STOP"
        )
    elif path.trap is not None:
        notes.append(
            f"the {path.trap.part.name} trap has {path.stop_signals} polyadenylation signals, fewer than the "
            f"{limit('R41.polya').value} that make a STOP: it leaks"
        )
    same = frame.protein == wild and not (path.altered or path.ended_early) and frame.closed
    if same and rna.sequence != _wild_rna(transcript, alignment.wild):
        notes.append("the RNA differs from the wild type's, its protein does not")
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
    transcript: TranscriptModel, path: Path, trap: Element, rna: Rna, wild: str, residual: str, remark: str
) -> Reading:
    notes = [
        f"the transcript is taken by the {trap.part.name} splice trap and ends at "
        f"{path.stop_signals} polyadenylation signals",
        _still_made(wild, residual),
        _frames_closed(rna, trap.end),
        _later_starts(wild, len(residual)),
        remark if residual else "",
        *path.notes,
    ]
    return Reading(
        id=transcript.id,
        status="none",
        consequence=f"no product containing residues {len(residual) + 1}-{len(wild)}"
        if wild.startswith(residual)
        else f"no product but {len(residual)} residues from in front of the STOP",
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
    native = _wild_rna(transcript, wild)
    if path.unpredicted:
        return _unread(transcript, path, rna, "altered", "non-coding; splicing is not predicted")
    if path.is_stopped:
        return _unread(transcript, path, rna, "none", "ended by the STOP; it codes for nothing here")
    if rna.sequence == native and not path.altered:
        return _unread(transcript, path, rna, "unchanged", "non-coding, as in the wild type")
    return _unread(transcript, path, rna, "altered", "non-coding; its RNA differs from the wild type")


def _trapped(transcript: TranscriptModel, path: Path, trap: Element, rna: Rna) -> Iterable[Reading]:
    """Read a non-coding RNA that a trap takes: it is stopped there, or codes for what stands behind the trap."""
    found = caught(rna, trap.end)
    if found.silent:
        remark = (
            f"{found.row} polyadenylation signals in a row end it behind the {trap.part.name} splice trap"
        )
        yield _unread(transcript, path, rna, "none", "ended by the STOP; it codes for nothing here", remark)
        return
    frame = found.frame
    if frame is None:
        yield _unread(transcript, path, rna, "altered", "non-coding; its RNA differs from the wild type")
        return
    notes = [f"the RNA is taken by the {trap.part.name} splice trap", *path.notes]
    if not frame.closed:
        notes.append("no stop codon ends the frame")
    if found.overlapping:
        notes.append(
            f"{found.overlapping} of the ATGs in front of the trap open frames that run into this one: measure how "
            "much of it is made"
        )
    made = f"a protein of {len(frame.protein)} residues from an RNA that codes for none in the wild type"
    yield _new_protein(transcript.id, made, rna, frame, _sentence(notes))
    yield from second_frame(transcript.id, rna, frame)


def _new_protein(name: str, made: str, rna: Rna, frame: OpenFrame, note: str) -> Reading:
    """A protein that the wild type's transcript has no counterpart of."""
    return Reading(
        id=name,
        status="altered",
        consequence=made,
        protein=frame.protein,
        chains=chains(frame.protein),
        closed=frame.closed,
        stopped_at=None,
        residual="",
        exons=rna.segments,
        coding=rna.stretches(frame.start, frame.end),
        note=note,
    )


def second_frame(name: str, rna: Rna, first: OpenFrame) -> Iterable[Reading]:
    """Read the frame behind an IRES that no ribosome of the first frame runs into.

    The first frame lies in front of the IRES or, where the RNA has no earlier ATG, within it: an IRES is full of ATGs.
    """
    for entry in find_elements(rna.sequence).internal_entries:
        if first.start < entry.start < first.end - 3:
            continue
        start = rna.sequence.find("ATG", entry.end)
        if start < 0 or start < first.end:
            continue
        frame = read_frame(rna.sequence, start)
        made = f"a second protein of {len(frame.protein)} residues behind the {entry.part.name}"
        yield _new_protein(
            f"{name}:orf2", made, rna, frame, "" if frame.closed else "No stop codon ends the frame."
        )
        return


# -- words -------------------------------------------------------------------------------------------------


def _wild_rna(transcript: TranscriptModel, wild: str) -> str:
    return "".join(wild[a:b] for a, b in transcript.exons)


def _wild_protein(transcript: TranscriptModel, wild: str) -> str:
    return translate("".join(wild[a:b] for a, b in transcript.cds)).removesuffix("*")


def _decay(rna: Rna, frame: OpenFrame) -> list[str]:
    """Nonsense-mediated decay by the 50-55 nt rule (Nagy & Maquat 1998, Trends Biochem Sci 23:198)."""
    last = rna.junctions[-1] if rna.junctions else 0
    if frame.closed and last - frame.end > limit("R13.nmd").value:
        return [f"its stop lies {last - frame.end} nt before the last junction: the RNA is expected to decay"]
    return []


def _frames_closed(rna: Rna, trap_exon: int) -> str:
    entry = rna.from_allele(trap_exon)
    tail = rna.sequence[entry:]
    opened = [i for i in range(3) if "*" not in translate(tail[i:])]
    return (
        "all three frames are closed behind the trap" if not opened else "a frame stays open behind the trap"
    )


def _still_made(wild: str, residual: str) -> str:
    if not residual:
        return "no native residue is made in front of the STOP"
    if wild.startswith(residual):
        return f"the first {len(residual)} residues of {len(wild)} can still be made ({_short(residual)})"
    return f"{len(residual)} residues can still be made, which are not the wild type's first ({_short(residual)})"


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
    if not text:
        return ""
    return f"{text[0].upper()}{text[1:]}." if text.partition(" ")[0].islower() else f"{text}."
