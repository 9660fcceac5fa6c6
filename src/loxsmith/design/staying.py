"""Bases round a change that no silent change may touch: of the gene itself, and of the genes it lies among (R27)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from loxsmith.design.reading_frames import Codon, Frame, frame_of
from loxsmith.knowledge import limit
from loxsmith.locus import Locus, TranscriptModel
from loxsmith.strategy import Edit


def fixed_bases(locus: Locus, edits: Sequence[Edit], frame: Frame, start: int, end: int) -> set[int]:
    """Bases that stay: intended codons, splice bases, start and stop, and whatever is read otherwise too."""
    held = set(frame.touched)
    own = set(frame.codons)
    changed = [p for edit in edits for p in range(edit.start, edit.end)]
    held.update(changed)
    for transcript in locus.transcripts:
        held |= _codons_of(transcript, changed)
        held |= _splice_bases(transcript)
        if transcript.id != locus.target.id and transcript.cds:
            held |= _otherwise_read(locus, transcript, edits, own, start, end)
    for model, forward in _others(locus, start, end):
        held |= _splice_bases(model) if forward else _splice_bases_against(model)
        if not model.cds:
            continue
        if forward and model.coding and model.cds[0][0] >= 0 and model.cds[-1][1] <= len(locus.molecule):
            held |= _otherwise_read(locus, model, edits, own, start, end)
        else:
            held.update(p for a, b in model.cds for p in range(max(a, start), min(b, end)))
    return held


def _others(locus: Locus, start: int, end: int) -> list[tuple[TranscriptModel, bool]]:
    """Transcripts of other genes over a stretch, as they lie on the locus, and whether they are read forward."""
    low, high = locus.top_strand(start, end)
    found = []
    for gene in locus.genome.genes_in(locus.contig.name, low, high):
        if gene.id == locus.gene.id:
            continue
        for transcript in gene.transcripts:
            forward = transcript.strand == locus.strand
            found.append(
                (
                    TranscriptModel(
                        id=transcript.id,
                        exons=_placed(transcript.exons, locus),
                        cds=_placed(transcript.cds, locus),
                        canonical=transcript.canonical,
                        incomplete=transcript.incomplete,
                    ),
                    forward,
                )
            )
    return found


def _placed(intervals: Iterable[tuple[int, int]], locus: Locus) -> tuple[tuple[int, int], ...]:
    """Stretches of the contig on the locus, ascending; they may reach beyond it."""
    if locus.strand == 1:
        return tuple(sorted((a - locus.start, b - locus.start) for a, b in intervals))
    return tuple(sorted((locus.end - b, locus.end - a) for a, b in intervals))


def _splice_bases_against(transcript: TranscriptModel) -> set[int]:
    """Splice bases of a transcript that is read on the other strand."""
    last, first = limit("J.splice.exon.last").whole, limit("J.splice.exon.first").whole
    donor, acceptor = limit("J.splice.donor").whole, limit("J.splice.acceptor").whole
    held: set[int] = set()
    for start, end in transcript.introns:
        held.update(range(start - first, start + acceptor))
        held.update(range(end - donor, end + last))
    return held


def shared_bases(locus: Locus, fixed: set[int], start: int, end: int) -> dict[int, str]:
    """Bases of other genes' exons that are not fixed and that the target does not read, and whose they are."""
    return {
        p: neighbour.symbol
        for neighbour in locus.neighbours
        for a, b in neighbour.exons
        for p in range(max(a, start), min(b, end))
        if p not in fixed and not any(x <= p < y for x, y in neighbour.coding)
    }


def _codons_of(transcript: TranscriptModel, positions: Iterable[int]) -> set[int]:
    """All bases of the wild-type codons that hold the positions."""
    numbers = {n for p in positions if (n := transcript.residue_at(p)) is not None}
    return {p for n in numbers for p in transcript.cds_positions[3 * n - 3 : 3 * n]}


def _splice_bases(transcript: TranscriptModel) -> set[int]:
    last, first = limit("J.splice.exon.last").whole, limit("J.splice.exon.first").whole
    donor, acceptor = limit("J.splice.donor").whole, limit("J.splice.acceptor").whole
    held: set[int] = set()
    for start, end in transcript.introns:
        held.update(range(start - last, start + donor))
        held.update(range(end - acceptor, end + first))
    return held


def _otherwise_read(
    locus: Locus, transcript: TranscriptModel, edits: Sequence[Edit], own: set[Codon], start: int, end: int
) -> set[int]:
    """Coding bases of another transcript whose codon the target does not read.

    Where the coding sequence of the other is not whole, its frame is the one in which it agrees with the target best.
    """
    wild = locus.molecule.sequence
    frames = [
        frame_of(wild, transcript, edits, start, end, phase=phase)
        for phase in ((0, 1, 2) if transcript.incomplete else (0,))
    ]
    frame = max(frames, key=lambda f: len(own.intersection(f.codons)))
    shared = {p for codon in own.intersection(frame.codons) for p in codon}
    ends = (
        {*transcript.cds_positions[:3], *transcript.cds_positions[-3:]}
        if not transcript.incomplete
        else set()
    )
    return ({p for codon in frame.codons for p in codon} | frame.touched | ends) - shared
