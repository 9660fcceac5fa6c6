"""The obvious way to a tag's oligonucleotide, step by step and with no thought for speed; the benchmark's twin.

Every NGG guide within 30 nt of the tag is tried, nearest first: windows of both strands of the whole edited locus are
compared letter by letter, then every synonymous respelling of one codon under the guide, then of two, is tried in the
same way. Sequences are drawn in the gene's direction.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from oracle.offtarget_naive import Weights
from oracle.plain_genome import CODE, opposite

REACH, DISTAL, PROXIMAL = 30, 36, 91
MOST_MISMATCHES, LEAST_CFD = 4, 0.03


def slow_donor(text: str, cds: list[int], at: int, tag: str, weights: Weights) -> str | None:
    """Return the bases of a donor, drawn in the gene's direction; None when no guide will do.

    Args:
        text: the locus.
        cds: place of every coding base, in order.
        at: the tag goes in front of this base.
        tag: its bases.
        weights: of the CFD score.
    """
    for strand, protospacer, start in sorted(_guides(text, at), key=lambda g: abs(_cut(g) - at)):
        if len(list(_cut_windows(text, protospacer, weights))) > 1:
            continue
        for changes in _respellings(text, cds, start):
            letters = list(text)
            for place, base in changes.items():
                letters[place] = base
            edited = "".join([*letters[:at], tag, *letters[at:]])
            if not any(_cut_windows(edited, protospacer, weights)):
                first, last = min([at, *changes]), max([at - 1, *changes]) + 1
                left, right = (DISTAL, PROXIMAL) if strand == 1 else (PROXIMAL, DISTAL)
                return edited[first - left : last + len(tag) + right]
    return None


Found = tuple[int, str, int]
"""Strand, protospacer, first base of the 23."""


def _guides(text: str, at: int) -> Iterator[Found]:
    for start in range(at - REACH - 23, at + REACH + 1):
        window = text[start : start + 23]
        if window.endswith("GG") and abs(start + 17 - at) <= REACH:
            yield 1, window[:20], start
        if window.startswith("CC") and abs(start + 6 - at) <= REACH:
            yield -1, opposite(window)[:20], start


def _cut(guide: Found) -> int:
    return guide[2] + 17 if guide[0] == 1 else guide[2] + 6


def _cut_windows(text: str, guide: str, weights: Weights) -> Iterator[int]:
    for at in range(len(text) - 22):
        for window in (text[at : at + 23], opposite(text[at : at + 23])):
            wrong = 0
            for a, b in zip(guide, window, strict=False):
                if a != b:
                    wrong += 1
                    if wrong > MOST_MISMATCHES:
                        break
            if (
                wrong <= MOST_MISMATCHES
                and set(window) <= set("ACGT")
                and weights.cfd(guide, window[:20], window[20:]) > LEAST_CFD
            ):
                yield at


def _respellings(text: str, cds: list[int], start: int) -> Iterator[dict[int, str]]:
    """No change, then one codon under the window respelled, then two; not the start, nor the stop."""
    codons = [cds[i : i + 3] for i in range(3, len(cds) - 3, 3)]
    under = [codon for codon in codons if any(start <= place < start + 23 for place in codon)]
    options = []
    for codon in under:
        own = "".join(text[place] for place in codon)
        others = [spelling for spelling, residue in CODE.items() if residue == CODE[own] and spelling != own]
        options.append([dict(zip(codon, spelling, strict=True)) for spelling in others])
    yield {}
    for count in (1, 2):
        for some in combinations(options, count):
            for chosen in product(*some):
                merged = {place: base for one in chosen for place, base in one.items()}
                yield {place: base for place, base in merged.items() if text[place] != base}
