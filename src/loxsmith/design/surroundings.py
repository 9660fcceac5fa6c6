"""The alleles round a change, and what may be spelled otherwise on them without changing what they mean (R27)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from loxsmith.design.reading_frames import Codon, Frame, frame_of
from loxsmith.design.slots import Slot, coding_slots
from loxsmith.design.staying import fixed_bases, shared_bases
from loxsmith.design.untranslated import anywhere, before_the_start, behind_the_stop
from loxsmith.locus import Locus, usage_of
from loxsmith.strategy import Edit, Strategy, with_blocks

MARGIN: Final = 23
"""Bases of the locus on both sides of changes and guides: a window that touches them may reach so far."""

APART: Final = "N" * 23
"""What stands between alleles laid end to end: no window reaches over it."""


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
    """Bases in front of the start codon that may be exchanged when those do not suffice either."""

    anywhere: Callable[[], tuple[Slot, ...]]
    """Returns all that may be respelled when nothing else suffices: also in non-coding exons of other genes, near the
    the transcript, and beside the gene."""

    frozen: frozenset[int]
    """Wild-type positions that stay."""

    span: tuple[int, int]
    """The target transcript on the locus."""

    shared: Mapping[int, str]
    """Wild-type positions in non-coding exons of other genes, and whose they are."""

    def concerns(self, positions: Iterable[int]) -> tuple[str, ...]:
        """Say of exchanged wild-type bases which lie in other genes' exons or beside the gene."""
        places = sorted(positions)
        found = []
        for symbol in sorted({self.shared[p] for p in places if p in self.shared}):
            count = sum(self.shared.get(p) == symbol for p in places)
            found.append(
                f"{_bases(count)} in a non-coding exon of {symbol}; no other set keeps the guide "
                "from cutting the finished allele (R27)."
            )
        beside = sum(not self.span[0] <= p < self.span[1] for p in places)
        if beside:
            found.append(
                f"{_bases(beside)} beside the transcript, where no annotation says what the "
                "bases do; no other set keeps the guide from cutting the finished allele (R27)."
            )
        return tuple(found)

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
    fixed = fixed_bases(locus, edits, frame, start, end)
    shared = shared_bases(locus, fixed, start, end)
    frozen = fixed.union(shared)
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
        behind=_single(behind_the_stop(locus, frozen, start, end), wild, maps),
        leader=_single(before_the_start(locus, frozen, start, end), wild, maps),
        anywhere=cache(
            lambda: (
                *_coding(whole, frame.codons, fixed, maps, locus),
                *_single(anywhere(locus, fixed, start, end), wild, maps),
            )
        ),
        frozen=frozenset(frozen),
        span=(locus.target.exons[0][0], locus.target.exons[-1][1]),
        shared=shared,
    )


def _far(frame: Frame, start: int, end: int) -> tuple[list[int], list[int]]:
    """Bases before and behind the stretch that belong to codons an intron parts."""
    bases = sorted({p for codon in frame.codons for p in codon})
    return [p for p in bases if p < start], [p for p in bases if p >= end]


def _bases(count: int) -> str:
    return "1 of the silent changes lies" if count == 1 else f"{count} of the silent changes lie"


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


# -- slots ------------------------------------------------------------------------------------------------


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
