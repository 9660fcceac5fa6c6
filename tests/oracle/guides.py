"""The slow, obvious twin of the guide searches: every window spelled out.

Of the package only the published CFD weights are used.
"""

from __future__ import annotations

from loxsmith.knowledge import cfd_mismatch, cfd_pam
from oracle.strings import opposite

MOST_MISMATCHES = 4
LEAST_CFD = 0.03

Row = tuple[int, int, int, str, str, int, float]
"""start, end, strand, sequence, pam, mismatches, cfd."""


def slow_cfd(guide: str, site: str, pam: str) -> float:
    """Multiply the weight of every mismatch and of the PAM."""
    score = 1.0
    for i in range(20):
        if guide[i] != site[i]:
            score *= cfd_mismatch()[i + 1, guide[i], site[i]]
    return score * cfd_pam()[pam[-2:]]


def slow_recuts(guide: str, text: str, circular: bool = False) -> list[Row]:
    """Walk over all windows of both strands."""
    rows: list[Row] = []
    size = len(text)
    for at in range(size if circular and size >= 23 else size - 22):
        window = "".join(text[(at + i) % size] for i in range(23))
        if set(window) - set("ACGT"):
            continue
        for strand, read in ((1, window), (-1, opposite(window))):
            site, pam = read[:20], read[20:]
            mismatches = sum(guide[i] != site[i] for i in range(20))
            score = slow_cfd(guide, site, pam)
            if mismatches <= MOST_MISMATCHES and score > LEAST_CFD:
                start = at if strand > 0 else (at + 3) % size
                rows.append((start, start + 20, strand, site, pam, mismatches, score))
    return sorted(rows, key=lambda row: (row[0], -row[2]))


def slow_guides(text: str, start: int, end: int) -> list[tuple[int, int, str, str, int]]:
    """NGG guides of both strands, cut in ``start`` to ``end``, as (start, strand, bases, PAM, cut)."""
    found = []
    for at in range(len(text) - 22):
        window = text[at : at + 23]
        if set(window) - set("ACGT"):
            continue
        for strand, read, first, cut in ((1, window, at, at + 17), (-1, opposite(window), at + 3, at + 6)):
            if read.endswith("GG") and start <= cut <= end:
                found.append((first, strand, read[:20], read[20:], cut))
    return sorted(found, key=lambda row: (row[0], -row[1]))


def window_of(row: Row) -> tuple[int, int]:
    """The 23 bases on the top strand."""
    return (row[0], row[1] + 3) if row[2] > 0 else (row[0] - 3, row[1])
