"""A slow, obvious second opinion on homology: gene targeting by the longest common stretches of two strings.

Takes the longest exact stretch (naive table, every pair of positions), then works left and right of it.
No words, no diagonals, no extension: only for texts of some hundred bases.
"""

from __future__ import annotations

from oracle.strings import opposite


def longest_common(a: str, b: str) -> tuple[int, int, int]:
    """Return (start in a, start in b, length) of the longest common stretch; the first in ``a`` wins."""
    best = (0, 0, 0)
    row = [0] * (len(b) + 1)
    for i, x in enumerate(a):
        fresh = [0] * (len(b) + 1)
        for j, y in enumerate(b):
            if x == y:
                fresh[j + 1] = row[j] + 1
                if fresh[j + 1] > best[2]:
                    best = (i + 1 - fresh[j + 1], j + 1 - fresh[j + 1], fresh[j + 1])
        row = fresh
    return best


def stretches(a: str, b: str, least: int = 12) -> list[tuple[int, int, int]]:
    """Return collinear common stretches of at least ``least`` bases, in order."""
    i, j, n = longest_common(a, b)
    if n < least:
        return []
    left = stretches(a[:i], b[:j], least)
    right = stretches(a[i + n :], b[j + n :], least)
    return [*left, (i, j, n), *((i + n + p, j + n + q, m) for p, q, m in right)]


def targeted(locus: str, vector: str, *, circular: bool) -> str:
    """Return the locus after replacement from the first to the last homologous base."""
    readings = [vector, opposite(vector)]
    if circular:
        # a circle may be opened anywhere; one opening in thirty bases hits a backbone of that length
        readings = [r[k:] + r[:k] for r in readings for k in range(0, len(r), 30)]
    found, reading = max(
        ((stretches(locus, reading), reading) for reading in readings),
        key=lambda pair: sum(length for *_, length in pair[0]),
    )
    (i, j, _), (p, q, n) = found[0], found[-1]
    return locus[:i] + reading[j : q + n] + locus[p + n :]
