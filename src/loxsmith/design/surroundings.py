"""The alleles round a change, and what may be spelled otherwise on them without changing what they mean (R27)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from loxsmith.design.reading_frames import Codon, Frame, frame_of
from loxsmith.design.slots import Slot, coding_slots
from loxsmith.knowledge import limit
from loxsmith.locus import Locus, TranscriptModel, usage_of
from loxsmith.strategy import Edit, Strategy, with_blocks

MARGIN: Final = 23
"""Bases of the locus on both sides of changes and guides: a window that touches them may reach so far."""

APART: Final = "N" * 23
"""What stands between alleles laid end to end: no window reaches over it."""

SIGNAL: Final = 50
"""Bases at the end of a transcript that are left alone: AATAAA lies 10-30 nt in front of the cleavage site (Proudfoot
2011, Genes Dev 25:1770)."""

UNANNOTATED: Final = 100
"""Bases behind a stop codon taken for untranslated where the annotation ends with the stop codon (judgement)."""

BRANCH: Final = 50
"""Bases at the end of an intron that are left alone: the branch point lies among them as a rule (judgement)."""

CAP: Final = 50
"""Bases at the beginning of a transcript that are left alone (judgement)."""

KOZAK: Final = 10
"""Bases in front of the start codon that are left alone: the scanning ribosome reads them (Kozak 1987, NAR 15:8125;
the number is judgement)."""

_SIGNALS: Final = ("AATAAA", "ATTAAA")
"""Polyadenylation signals (Proudfoot 2011)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The stretch round a change on every allele that is made of it."""

    start: int
    """First base on the locus, 0-based."""

    end: int
    """One past the last base on the locus."""

    text: str
    """The alleles' bases, laid end to end; before and behind them single bases of codons that reach farther."""

    places: Mapping[int, int]
    """Where each wild-type base that is left lies on ``text``, on the first allele."""

    codons: tuple[Slot, ...]
    """Codons of the target transcript that may be respelled."""

    behind: tuple[Slot, ...]
    """Bases of introns and behind the stop codon that may be exchanged when codons do not suffice."""

    leader: tuple[Slot, ...]
    """Bases in front of the start codon that may be exchanged when nothing else suffices."""

    frozen: frozenset[int]
    """Wild-type positions that stay."""

    def back(self) -> dict[int, int]:
        """Wild-type position of each base of the first allele that was there before."""
        return {at: p for p, at in self.places.items()}


def surround(strategy: Strategy, locus: Locus, start: int, end: int) -> Surroundings:
    """Lay out the alleles of ``strategy`` from ``start`` to ``end`` and round all its changes.

    Args:
        strategy: its edits, and its cassette in every state.
        locus: the wild type.
        start: first base of interest on the locus, 0-based.
        end: one past the last.
    """
    edits, cassette = strategy.edits, strategy.cassette
    ends = [
        start,
        end,
        edits[0].start,
        *(e.end for e in edits),
        *([cassette.start, cassette.end] if cassette else []),
    ]
    start, end = max(0, min(ends) - MARGIN), min(len(locus.molecule), max(ends) + MARGIN)
    wild = locus.molecule.sequence
    frame = frame_of(wild, locus.target, edits, start, end)
    frozen = _frozen(locus, edits, frame, start, end)
    before, behind = _far(frame, start, end)
    texts = ["".join(wild[p] + "N" for p in before) + APART]
    maps: list[dict[int, int]] = []
    size = len(texts[0])
    for changes in _states(strategy):
        text, places = spelled(wild, start, end, changes)
        texts += [text, APART]
        maps.append({p: at + size for p, at in places.items()})
        size += len(text) + len(APART)
    texts.append("".join(wild[p] + "N" for p in behind))
    if len(maps) == 1:
        maps[0] |= {p: 2 * i for i, p in enumerate(before)}
        maps[0] |= {p: size + 2 * i for i, p in enumerate(behind)}
    whole = "".join(texts)
    return Surroundings(
        start=start,
        end=end,
        text=whole,
        places=maps[0],
        codons=_coding(whole, frame.codons, frozen, maps, locus),
        behind=_single(_behind(locus, frozen, start, end), wild, maps),
        leader=_single(_leader(locus, frozen, start, end), wild, maps),
        frozen=frozenset(frozen),
    )


def _far(frame: Frame, start: int, end: int) -> tuple[list[int], list[int]]:
    """Bases before and behind the stretch that belong to codons an intron parts."""
    bases = sorted({p for codon in frame.codons for p in codon})
    return [p for p in bases if p < start], [p for p in bases if p >= end]


# -- the alleles -------------------------------------------------------------------------------------------


def _states(strategy: Strategy) -> list[tuple[Edit, ...]]:
    """The changes of every allele: the edits, with the cassette in each of its states."""
    cassette = strategy.cassette
    if cassette is None:
        return [strategy.edits]
    return list(dict.fromkeys(with_blocks(strategy.edits, cassette.edits(a)) for a, _ in cassette.states))


def spelled(wild: str, start: int, end: int, changes: Iterable[Edit]) -> tuple[str, dict[int, int]]:
    """Spell ``start`` to ``end`` of the wild type with the changes made, and say where each of its bases now lies."""
    parts: list[str] = []
    places: dict[int, int] = {}
    at, size = start, 0
    for edit in sorted(changes, key=lambda e: (e.start, e.end)):
        parts += [wild[at : edit.start], edit.alt]
        places.update((p, size + p - at) for p in range(at, edit.start))
        size += edit.start - at + len(edit.alt)
        at = edit.end
    parts.append(wild[at:end])
    places.update((p, size + p - at) for p in range(at, end))
    return "".join(parts), places


# -- what stays --------------------------------------------------------------------------------------------


def _frozen(locus: Locus, edits: Sequence[Edit], frame: Frame, start: int, end: int) -> set[int]:
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
    donor, acceptor = limit("J.splice.donor").whole, limit("J.splice.acceptor").whole
    for neighbour in locus.neighbours:
        before, after = (acceptor, donor) if neighbour.strand == 1 else (donor, acceptor)
        for a, b in neighbour.exons:
            held.update(range(max(a - before, start), min(b + after, end)))
    return held


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


# -- what may change ---------------------------------------------------------------------------------------


def _coding(
    text: str,
    codons: Sequence[Codon],
    frozen: set[int],
    maps: Sequence[Mapping[int, int]],
    locus: Locus,
) -> tuple[Slot, ...]:
    held = [codon for codon in codons if not frozen.issuperset(codon) and all(p in maps[0] for p in codon)]
    by_place = {(maps[0][a], maps[0][b], maps[0][c]): (a, b, c) for a, b, c in held}
    fixed = {maps[0][p] for codon in held for p in codon if p in frozen}
    found = coding_slots(text, by_place, usage=usage_of(locus).shares, frozen=fixed)
    return tuple(
        _echoed(slot, codon, maps[1:]) for slot in found for codon in (by_place[_three(slot.positions)],)
    )


def _three(positions: Sequence[int]) -> Codon:
    a, b, c = positions
    return a, b, c


def _echoed(slot: Slot, codon: Sequence[int], further: Sequence[Mapping[int, int]]) -> Slot:
    """Name the same bases on the further alleles."""
    return replace(slot, echoes=tuple(tuple(places[p] for p in codon) for places in further))


def _single(
    bases: Iterable[tuple[int, str]], wild: str, maps: Sequence[Mapping[int, int]]
) -> tuple[Slot, ...]:
    """Slots of one base each; its alternatives in the order given."""
    return tuple(
        _echoed(
            Slot(positions=(maps[0][p],), spelling=wild[p], alternatives=tuple(others)),
            (p,),
            maps[1:],
        )
        for p, others in bases
        if others and p in maps[0]
    )


def _behind(locus: Locus, frozen: set[int], start: int, end: int) -> list[tuple[int, str]]:
    """Bases of introns and behind the stop codon, with what may stand in their place."""
    target, wild = locus.target, locus.molecule.sequence
    stop, last = target.stop_codon[2], target.exons[-1][1]
    behind = range(stop + 1, last - SIGNAL if last > stop + 1 else stop + 1 + UNANNOTATED)
    signals = _near_signals(wild, start, end)
    exonic = {p for t in locus.transcripts for a, b in t.exons for p in range(max(a, start), min(b, end))}
    introns = [range(a, b - BRANCH) for a, b in target.introns if a < end and b > start]
    found = []
    for p in range(start, end):
        if p in frozen or p in signals:
            continue
        if p in behind and (p in exonic) == (target.exon_at(p) is not None) and not _in_intron(target, p):
            found.append((p, _UNTRANSLATED.get(wild[p], "")))
        elif p not in exonic and any(p in intron for intron in introns):
            found.append((p, _intronic(wild, p)))
    return found


def _in_intron(target: TranscriptModel, position: int) -> bool:
    return any(a <= position < b for a, b in target.introns)


def _near_signals(wild: str, start: int, end: int) -> set[int]:
    """Bases of polyadenylation signals that are there already."""
    return {
        p for at in range(max(0, start - 5), end) if wild[at : at + 6] in _SIGNALS for p in range(at, at + 6)
    }


_UNTRANSLATED: Final = {"A": "GC", "G": "C", "C": "G", "T": "CG"}
"""C or G in place of a base makes no polyadenylation signal; transitions first."""


def _intronic(wild: str, p: int) -> str:
    """C in place of a base makes no GT or AG; what replaces C must not stand where it would."""
    if wild[p] != "C":
        return "C" if wild[p] in "AGT" else ""
    return ("T" if wild[p - 1] != "G" else "") + ("A" if wild[p + 1] != "G" else "")


def _leader(locus: Locus, frozen: set[int], start: int, end: int) -> list[tuple[int, str]]:
    """Bases in front of the start codon; only C may replace them, which is in no start codon."""
    target, wild = locus.target, locus.molecule.sequence
    first, open_from = target.start_codon, target.exons[0][0] + CAP
    starts = {
        p for at in range(max(0, start - 2), end) if wild[at : at + 3] == "ATG" for p in (at, at + 1, at + 2)
    }
    return [
        (p, "C")
        for p in range(max(start, open_from), min(end, first - KOZAK))
        if p not in frozen and p not in starts and wild[p] in "AGT" and target.exon_at(p) is not None
    ]
