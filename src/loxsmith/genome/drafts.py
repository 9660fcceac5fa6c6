"""From drafts to genes: exon order, the stop codon's place, and what is missing or cut off.

Annotation readers only collect intervals; what needs the sequence is decided here, once for all formats.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from loxsmith.genome.model import Gene, Interval, Transcript
from loxsmith.sequence import STOP_CODONS, Strand, reverse_complement


@dataclass(slots=True, kw_only=True)
class TranscriptDraft:
    """A transcript while its lines are being read."""

    id: str
    """Accession."""

    strand: Strand
    """Strand of the contig."""

    biotype: str = ""
    """As the source spells it."""

    canonical: bool = False
    """True when the source flags it."""

    protein_id: str = ""
    """Accession of the protein."""

    missing: str = ""
    """Reason the source gives for a part that is not there."""

    exons: list[Interval] = field(default_factory=list)
    """Exons in any order."""

    cds: list[Interval] = field(default_factory=list)
    """Coding stretches in any order, with or without the stop codon."""

    untranslated: list[Interval] = field(default_factory=list)
    """UTRs in any order, used where the source lists no exons."""

    stops: list[Interval] = field(default_factory=list)
    """Stop codon where the source lists it apart, in parts if an intron splits it."""

    phases: list[str] = field(default_factory=list)
    """Phase of each coding stretch as the source writes it; empty when it writes none."""

    coded: str = ""
    """Protein that the coding stretches name."""

    phase: int | None = None
    """Bases before the first whole codon of the 5'-most coding stretch; None when unstated."""

    rank: int = 0
    """How surely the source names it as its gene's representative; 0 when it does not."""

    line: int = 0
    """Line of the file that introduced it."""


@dataclass(slots=True, kw_only=True)
class GeneDraft:
    """A gene while its lines are being read."""

    id: str
    """Accession."""

    symbol: str
    """Symbol; empty when unstated."""

    contig: str
    """Name of the contig."""

    start: int
    """First base, 0-based; may lie before the contig's start when the source uses chromosome coordinates."""

    end: int
    """One past the last base; may lie past the contig's end."""

    strand: Strand
    """Strand of the contig."""

    biotype: str = ""
    """As the source spells it."""

    description: str = ""
    """Full name."""

    missing: str = ""
    """Reason the source gives for a part that is not there."""

    synonyms: tuple[str, ...] = ()
    """Other symbols by which the source knows it."""

    transcripts: list[TranscriptDraft] = field(default_factory=list)
    """Its transcripts."""


def finish(draft: GeneDraft, sequence: str) -> Gene:
    """Return the gene as it lies on ``sequence``, the whole contig."""
    length = len(sequence)
    transcripts = tuple(
        _transcript(transcript, draft.id, sequence)
        for transcript in draft.transcripts
        if any(start < length and end > 0 for start, end in transcript.exons)
    )
    return Gene(
        id=draft.id,
        symbol=draft.symbol or draft.id,
        contig=draft.contig,
        start=max(draft.start, 0),
        end=min(draft.end, length),
        strand=draft.strand,
        biotype=draft.biotype,
        description=draft.description,
        transcripts=transcripts,
        clipped=_clipped(draft, length, transcripts),
        synonyms=draft.synonyms,
    )


def spliced(sequence: str, intervals: Iterable[Interval], strand: Strand) -> str:
    """Join stretches given in the order of transcription, read on ``strand``.

    >>> spliced("AACCGGTT", [(6, 8), (0, 3)], -1)
    'AAGTT'
    """
    pieces = (sequence[start:end] for start, end in intervals)
    return "".join(pieces if strand == 1 else map(reverse_complement, pieces))


def joined(intervals: Iterable[Interval], *, touching: bool = False) -> list[Interval]:
    """Return intervals ascending, overlapping ones merged, and touching ones too when asked."""
    merged: list[Interval] = []
    for piece in sorted(intervals):
        if merged and (piece[0] < merged[-1][1] or (touching and piece[0] == merged[-1][1])):
            merged[-1] = (merged[-1][0], max(piece[1], merged[-1][1]))
        else:
            merged.append(piece)
    return merged


def _transcript(draft: TranscriptDraft, gene_id: str, sequence: str) -> Transcript:
    length = len(sequence)
    exons = _in_order(_trimmed(joined(draft.exons), length), draft.strand)
    cds = _in_order(_trimmed(sorted(set(draft.cds)), length), draft.strand)
    cut = _cut_ends(draft, length)
    if cds:
        cds = _with_stop(sequence, exons, cds, draft.strand)
    return Transcript(
        id=draft.id,
        gene_id=gene_id,
        exons=tuple(exons),
        cds=tuple(cds),
        strand=draft.strand,
        biotype=draft.biotype,
        canonical=draft.canonical,
        protein_id=draft.protein_id,
        incomplete=_incomplete(draft, sequence, exons, cds, cut),
    )


def _in_order(intervals: list[Interval], strand: Strand) -> list[Interval]:
    return intervals if strand == 1 else intervals[::-1]


def _trimmed(intervals: list[Interval], length: int) -> list[Interval]:
    inside = (piece for piece in intervals if piece[0] < length and piece[1] > 0)
    # The very same pair where nothing is cut: a mammalian annotation has more than a million.
    return [
        piece if piece[0] >= 0 and piece[1] <= length else (max(piece[0], 0), min(piece[1], length))
        for piece in inside
    ]


def _cut_ends(draft: TranscriptDraft, length: int) -> str:
    """Say which ends of the transcript lie beyond the sequence, in words."""
    left = any(start < 0 for start, _ in draft.exons)
    right = any(end > length for _, end in draft.exons)
    five, three = (left, right) if draft.strand == 1 else (right, left)
    return " and ".join(words for words, cut in (("5' end missing", five), ("3' end missing", three)) if cut)


def _with_stop(sequence: str, exons: list[Interval], cds: list[Interval], strand: Strand) -> list[Interval]:
    """Return the coding stretches with the stop codon, which GTF leaves out of them.

    Three bases are added only where the stretch is whole codons without a stop at its end and a stop follows
    in the spliced transcript; anything else is left for ``_incomplete`` to name.
    """
    coding = spliced(sequence, cds, strand)
    if coding[-3:] in STOP_CODONS or len(coding) % 3:
        return cds
    last = cds[-1]
    tail = list(_downstream(exons, last, strand, 3))
    if spliced(sequence, tail, strand) not in STOP_CODONS:
        return cds
    head, *rest = tail
    if last[1] == head[0] or head[1] == last[0]:
        return [*cds[:-1], (min(last[0], head[0]), max(last[1], head[1])), *rest]
    return [*cds, *tail]


def _downstream(exons: list[Interval], last: Interval, strand: Strand, count: int) -> Iterable[Interval]:
    """Yield the next ``count`` exonic bases behind ``last`` in the order of transcription."""
    for start, end in exons:
        lower, upper = (max(start, last[1]), end) if strand == 1 else (start, min(end, last[0]))
        if lower >= upper or count == 0:
            continue
        taken = min(count, upper - lower)
        yield (lower, lower + taken) if strand == 1 else (upper - taken, upper)
        count -= taken


def _incomplete(
    draft: TranscriptDraft, sequence: str, exons: list[Interval], cds: list[Interval], cut: str
) -> str:
    if not draft.cds:
        return cut
    if not cds:
        return cut or "coding sequence outside this sequence"
    coding = spliced(sequence, cds, draft.strand)
    reasons = [cut] if cut else [*_five_prime(draft, coding), *_three_prime(coding)]
    if not reasons and draft.missing:
        reasons = [draft.missing]
    if not all(_inside(piece, exons) for piece in cds):
        reasons.append("coding sequence leaves the exons")
    return " and ".join(reasons)


def _five_prime(draft: TranscriptDraft, coding: str) -> Iterable[str]:
    if draft.phase:
        yield f"5' end missing (the coding sequence begins {draft.phase} bases into a codon)"
    elif coding[:3] != "ATG":
        yield f"5' end missing (the coding sequence begins with {coding[:3]}, not ATG)"


def _three_prime(coding: str) -> Iterable[str]:
    if coding[-3:] not in STOP_CODONS:
        yield f"3' end missing (the coding sequence ends with {coding[-3:]}, not a stop)"
    elif len(coding) % 3:
        yield f"not whole codons ({len(coding)} coding bases)"


def _inside(piece: Interval, exons: list[Interval]) -> bool:
    return any(start <= piece[0] and piece[1] <= end for start, end in exons)


def _clipped(draft: GeneDraft, length: int, transcripts: tuple[Transcript, ...]) -> str:
    left, right = draft.start <= 0, draft.end >= length
    if left and right:
        return f"spans the whole of {draft.contig}"
    if left or right:
        return f"{'begins' if left else 'ends'} at the {'left' if left else 'right'} edge of {draft.contig}"
    if draft.missing:
        return draft.missing
    coding = [transcript for transcript in transcripts if transcript.cds]
    lost = any(draft.missing for draft in draft.transcripts)
    return coding[0].incomplete if coding and lost and all(t.incomplete for t in coding) else ""
