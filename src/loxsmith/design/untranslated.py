"""Bases outside codons that may be exchanged when codons do not suffice, and what may stand in their place (R27)."""

from __future__ import annotations

from typing import Final

from loxsmith.locus import Locus, TranscriptModel
from loxsmith.sequence import reverse_complement

SIGNAL: Final = 50
"""Bases at the end of a transcript that are left alone: AATAAA lies 10-30 nt in front of the cleavage site (Proudfoot
2011, Genes Dev 25:1770)."""

UNANNOTATED: Final = 100
"""Bases behind a stop codon taken for untranslated where the annotation ends with the stop codon (judgement)."""

BRANCH: Final = 50
"""Bases at the end of an intron that are left alone: the branch point lies among them as a rule (judgement)."""

TAIL: Final = 30
"""Bases behind a transcript that are left alone: the GU-rich element of its 3' end lies among them (Proudfoot 2011)."""

PROMOTER: Final = 50
"""Bases in front of a transcript that are left alone: its core promoter lies among them (judgement)."""

CAP: Final = 50
"""Bases at the beginning of a transcript that are left alone (judgement)."""

KOZAK: Final = 10
"""Bases in front of the start codon that are left alone: the scanning ribosome reads them (Kozak 1987, NAR 15:8125;
the number is judgement)."""

_SIGNALS: Final = ("AATAAA", "ATTAAA")
"""Polyadenylation signals (Proudfoot 2011)."""


def behind_the_stop(locus: Locus, frozen: set[int], start: int, end: int) -> list[tuple[int, str]]:
    """Bases of introns and behind the stop codon, with what may stand in their place."""
    target, wild = locus.target, locus.molecule.sequence
    behind = _behind(target) if target.cds else range(0)
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


def _behind(target: TranscriptModel) -> range:
    stop, last = target.stop_codon[2], target.exons[-1][1]
    return range(stop + 1, last - SIGNAL if last > stop + 1 else stop + 1 + UNANNOTATED)


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


def anywhere(locus: Locus, fixed: set[int], start: int, end: int) -> list[tuple[int, str]]:
    """Bases of introns, untranslated ends and beside the transcript; none that makes a start codon or a signal."""
    target, wild = locus.target, locus.molecule.sequence
    if not target.cds:
        return []
    low, high = target.exons[0][0], target.exons[-1][1]
    first, stop = target.start_codon, target.stop_codon[2]
    coding = {p for a, b in target.cds for p in range(max(a, start), min(b, end))}
    held = {
        p
        for a, b in (
            *((b - BRANCH, b) for _, b in target.introns),
            (low - PROMOTER, low + CAP),
            (first - KOZAK, first + 3),
            (stop - 2, stop + 1),
            (high, high + (TAIL if high > stop + 1 else 0)),
        )
        for p in range(max(a, start), min(b, end))
    }
    held |= coding | _near_signals(wild, start, end) | fixed
    exonic = {p for t in locus.transcripts for a, b in t.exons for p in range(max(a, start), min(b, end))}
    found = []
    for p in range(max(start, 6), min(end, len(wild) - 6)):
        if p in held or (p in exonic and target.exon_at(p) is None):
            continue
        others = "".join(o for o in _TRANSITIONS_FIRST.get(wild[p], "") if _is_harmless(wild, p, o))
        if others:
            found.append((p, others))
    return found


_TRANSITIONS_FIRST: Final = {"A": "GCT", "G": "ACT", "C": "TGA", "T": "CGA"}


def _is_harmless(wild: str, p: int, base: str) -> bool:
    """Whether a base makes no start codon, no splice dinucleotide and no signal on either strand that was not there."""
    before, after = wild[p - 5 : p + 6], wild[p - 5 : p] + base + wild[p + 1 : p + 6]
    return all(after.count(word) <= before.count(word) for word in _NOT_MADE)


_NOT_MADE: Final = (
    "ATG", "GT", "AG", *_SIGNALS,
    *(reverse_complement(word) for word in ("ATG", *_SIGNALS)),
)  # fmt: skip


def before_the_start(locus: Locus, frozen: set[int], start: int, end: int) -> list[tuple[int, str]]:
    """Bases in front of the start codon; only C may replace them, which is in no start codon."""
    target, wild = locus.target, locus.molecule.sequence
    if not target.cds:
        return []
    first, open_from = target.start_codon, target.exons[0][0] + CAP
    starts = {
        p for at in range(max(0, start - 2), end) if wild[at : at + 3] == "ATG" for p in (at, at + 1, at + 2)
    }
    return [
        (p, "C")
        for p in range(max(start, open_from), min(end, first - KOZAK))
        if p not in frozen and p not in starts and wild[p] in "AGT" and target.exon_at(p) is not None
    ]
