"""What a silent change may be, spelled out base by base, and whether fewer would have done.

Nothing is imported but the plain data of edits and loci.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, product

from loxsmith.locus import Locus, TranscriptModel
from loxsmith.strategy import Edit
from oracle.guides import slow_recuts

CODE = dict(
    zip(
        (a + b + c for a in "TCAG" for b in "TCAG" for c in "TCAG"),
        "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
        strict=True,
    )
)


def made(text: str, edits: Iterable[Edit]) -> list[str]:
    """One string for each wild-type base: what stands there once the edits are made."""
    cells = list(text)
    for edit in edits:
        assert text[edit.start : edit.end] == edit.ref
        for at in range(edit.start, edit.end):
            cells[at] = ""
    for edit in sorted(edits, key=lambda e: (e.start, e.end), reverse=True):
        if len(edit.ref) == len(edit.alt):
            for at, base in zip(range(edit.start, edit.end), edit.alt, strict=True):
                cells[at] = base + cells[at]
        else:
            cells[edit.start] = edit.alt + cells[edit.start]
    return cells


def protein(cells: Sequence[str], transcript: TranscriptModel) -> str:
    """What a transcript makes, up to the first stop."""
    text = "".join(cells[p] for a, b in transcript.cds for p in range(a, b))
    found = "".join(CODE[text[i : i + 3]] for i in range(0, len(text) - 2, 3))
    return found.partition("*")[0]


def _is_read(cells: Sequence[str], transcript: TranscriptModel, position: int) -> bool:
    """Whether a coding base lies in front of the first stop."""
    before = sum(len(cells[p]) for a, b in transcript.cds for p in range(a, b) if p < position)
    return before < 3 * len(protein(cells, transcript))


def forbidden(locus: Locus, edits: Sequence[Edit]) -> set[int]:
    """Bases that no silent change may touch: intended codons, splice bases, starts, stops, other genes' exons."""
    held: set[int] = set()
    for transcript in locus.transcripts:
        bases = [p for a, b in transcript.cds for p in range(a, b)]
        held.update(bases[:3])
        held.update(bases[-3:])
        for i in range(0, len(bases) - 2, 3):
            if any(e.start <= p < e.end for e in edits for p in bases[i : i + 3]):
                held.update(bases[i : i + 3])
        for (_, left), (right, _) in zip(transcript.exons, transcript.exons[1:], strict=False):
            held.update(range(left - 3, left + 6))
            held.update(range(right - 20, right + 2))
    for gene in locus.neighbours:
        for a, b in gene.exons:
            held.update(range(a, b))
    return held


def cut_anywhere(guide: str, cells: Sequence[str], low: int, high: int) -> bool:
    """Whether a guide cuts what has become of the bases ``low`` to ``high``."""
    return bool(slow_recuts(guide, "".join(cells[low:high])))


def fewer_would_do(
    locus: Locus, edits: Sequence[Edit], guide: str, count: int, low: int, high: int, places: Sequence[int]
) -> list[tuple[tuple[int, str], ...]]:
    """Sets of fewer than ``count`` coding bases among ``places`` that are silent and stop the guide as well."""
    wild = locus.molecule.sequence
    plain = made(wild, edits)
    target = {p for a, b in locus.target.cds for p in range(a, b)}
    taken = forbidden(locus, edits) | {p for p in range(len(wild)) if plain[p] != wild[p]}
    read = {p for p in places if p in target and _is_read(plain, locus.target, p)}
    free = [p for p in places if p in read and p not in taken]
    wanted = [protein(plain, t) for t in locus.transcripts if t.coding]
    found = []
    for size in range(1, count):
        for some in combinations(free, size):
            for bases in product("ACGT", repeat=size):
                if any(wild[p] == base for p, base in zip(some, bases, strict=True)):
                    continue
                cells = list(plain)
                for p, base in zip(some, bases, strict=True):
                    cells[p] = base
                if [protein(cells, t) for t in locus.transcripts if t.coding] != wanted:
                    continue
                if not cut_anywhere(guide, cells, low, high):
                    found.append(tuple(zip(some, bases, strict=True)))
    return found
