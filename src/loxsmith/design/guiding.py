"""Which guide to use, and which silent changes keep it from cutting the finished allele (R26, R27)."""

from __future__ import annotations

from collections.abc import Sequence

from loxsmith.design.blocking import Slot, block, coding_slots
from loxsmith.design.drawing import Candidate
from loxsmith.guides import Guide, cut_distance, find_guides, recuts
from loxsmith.knowledge import limit
from loxsmith.locus import Locus, TranscriptModel
from loxsmith.strategy import Edit, Strategy, apply_edits, lift, species_of

MOST = 12
"""Guides nearest to the change that are examined (judgement)."""

AROUND = 400
"""Bases of the locus on both sides of the change that silent changes are tried on."""

GUARDED = 30
"""Bases on both sides of the guide's window in which the finished allele must not be cut either (judgement)."""

SIGNAL = 50
"""Bases at the end of a transcript that are left alone: AATAAA lies 10-30 nt in front of the cleavage site (Proudfoot
2011, Genes Dev 25:1770)."""


def rank(strategy: Strategy, locus: Locus) -> tuple[Candidate, ...]:
    """Return the guides near the change, best first.

    Order: those that can be silenced, that fit no other place of the locus, that cut within R26's preferred
    distance; then the fewest silent bases, the nearest cut, the position.
    """
    text = locus.molecule.sequence
    reach = limit("R26.oligo.stop" if strategy.donor == "ssodn" else "R26.plasmid").whole
    first, last = strategy.edits[0].start, strategy.edits[-1].end
    found = [(_distance(g, strategy.edits), g) for g in find_guides(text, first - reach, last + reach)]
    near = sorted(((d, g) for d, g in found if d <= reach), key=lambda pair: (pair[0], pair[1].start))[:MOST]
    candidates = [_candidate(guide, distance, strategy, locus) for distance, guide in near]
    return tuple(sorted(candidates, key=_order))


def _order(candidate: Candidate) -> tuple[object, ...]:
    blocking = candidate.blocking
    return (
        blocking is None,
        candidate.other_cuts > 0,
        candidate.distance > limit("R26.oligo.warn").value,
        len(blocking or ()),
        candidate.distance,
        candidate.guide.start,
        candidate.guide.strand,
    )


def _distance(guide: Guide, edits: Sequence[Edit]) -> int:
    return min(cut_distance(guide.cut, e.start, e.end) for e in edits)


def _candidate(guide: Guide, distance: int, strategy: Strategy, locus: Locus) -> Candidate:
    own = guide.window
    others = [c for c in recuts(guide.protospacer, locus.molecule.sequence) if c.window != own]
    return Candidate(
        guide=guide,
        distance=distance,
        blocking=_blocking(guide, strategy.edits, locus),
        other_cuts=len(others),
    )


def _blocking(guide: Guide, edits: tuple[Edit, ...], locus: Locus) -> tuple[Edit, ...] | None:
    """Find silent edits: in codons first, in untranslated exon only when codons do not suffice."""
    start = max(0, min(edits[0].start, guide.window[0]) - AROUND)
    end = min(len(locus.molecule), max(edits[-1].end, guide.window[1]) + AROUND)
    local = [e.shifted(-start) for e in edits]
    text = apply_edits(locus.molecule.sequence[start:end], local)
    left, right = (lift(at - start, local) for at in guide.window)
    near = left - GUARDED, right + GUARDED
    frozen = _frozen(locus, edits)
    codons = _slots(text, start, local, guide, locus, frozen)
    found = block(text, guide.protospacer, codons, near=near)
    if found is None:
        free = _free_slots(start, local, guide, locus, frozen)
        found = block(text, guide.protospacer, [*codons, *free], near=near)
    if found is None:
        return None
    back = {lift(p - start, local): p for p in range(start, end)}
    return _merged([(back[s.position], s.ref, s.alt) for s in found])


def _slots(
    text: str, start: int, local: Sequence[Edit], guide: Guide, locus: Locus, frozen: set[int]
) -> list[Slot]:
    """Codons of the target transcript that overlap the guide's window, on the edited text."""
    coding = locus.target.cds_positions
    lower, upper = guide.window
    codons = []
    for i in range(0, len(coding) - 3, 3):
        codon = coding[i : i + 3]
        if codon[2] < lower - 2 or codon[0] > upper + 2 or frozen.issuperset(codon):
            continue
        a, b, c = (lift(p - start, local) for p in codon)
        codons.append((a, b, c))
    fixed = {lift(p - start, local) for p in frozen}
    found = coding_slots(text, codons, species=species_of(locus), frozen=fixed)
    return list(found)


def _free_slots(
    start: int, local: Sequence[Edit], guide: Guide, locus: Locus, frozen: set[int]
) -> list[Slot]:
    """Single bases of the 3' untranslated region in the guide's window; any other base may stand there.

    Not in the 5' one, where a base can make a start codon or spoil one, nor near the end of the transcript, where the
    polyadenylation signal lies.
    """
    behind, end = locus.target.stop_codon[2], locus.target.exons[-1][1] - SIGNAL
    found = []
    for p in range(*guide.window):
        if p in frozen or not behind < p < end or locus.target.exon_at(p) is None:
            continue
        base = locus.molecule.sequence[p]
        others = tuple(b for b in _TRANSITIONS_FIRST[base])
        found.append(Slot(positions=(lift(p - start, local),), spelling=base, alternatives=others))
    return found


_TRANSITIONS_FIRST = {"A": "GCT", "G": "ACT", "C": "TAG", "T": "CAG"}


def _frozen(locus: Locus, edits: Sequence[Edit]) -> set[int]:
    """Bases that stay: changed codons, splice regions, the start codon, and whatever is read otherwise too."""
    held: set[int] = set(locus.target.cds_positions[:3])
    for edit in edits:
        number = locus.target.residue_at(edit.start)
        held.update(range(edit.start, edit.end))
        if number is not None and edit.ref:
            held.update(locus.target.codon(number))
    for transcript in locus.transcripts:
        held |= _splice_bases(transcript)
        held |= _otherwise_read(transcript, locus.target)
    for neighbour in locus.neighbours:
        for start, end in neighbour.exons:
            held.update(range(start, end))
    return held


def _splice_bases(transcript: TranscriptModel) -> set[int]:
    last, first = limit("J.splice.exon.last").whole, limit("J.splice.exon.first").whole
    donor, acceptor = limit("J.splice.donor").whole, limit("J.splice.acceptor").whole
    held: set[int] = set()
    for start, end in transcript.introns:
        held.update(range(start - last, start + donor))
        held.update(range(end - acceptor, end + first))
    return held


def _otherwise_read(transcript: TranscriptModel, target: TranscriptModel) -> set[int]:
    """Coding bases of another transcript that are not coded in the same frame by the target."""
    if transcript.id == target.id:
        return set()
    frames = {p: i % 3 for i, p in enumerate(target.cds_positions)}
    return {p for i, p in enumerate(transcript.cds_positions) if frames.get(p) != i % 3}


def _merged(changes: Sequence[tuple[int, str, str]]) -> tuple[Edit, ...]:
    """One edit per contiguous stretch."""
    found: list[Edit] = []
    for at, ref, alt in sorted(changes):
        if found and found[-1].end == at:
            last = found.pop()
            at, ref, alt = last.start, last.ref + ref, last.alt + alt
        found.append(Edit(start=at, end=at + len(ref), ref=ref, alt=alt, kind="blocking"))
    return tuple(found)
