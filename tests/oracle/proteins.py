"""The slow, obvious local alignment of two proteins: every cell of the table, gaps of 11 + 1 for each residue.

No code is shared with the package; BLOSUM62 is written out as Henikoff and Henikoff published it (1992, PNAS 89:10915).
"""

from __future__ import annotations

from collections.abc import Sequence

RESIDUES = "ARNDCQEGHILKMFPSTWYV"
_ROWS = """
4
-1 5
-2 0 6
-2 -2 1 6
0 -3 -3 -3 9
-1 1 0 0 -3 5
-1 0 0 2 -4 2 5
0 -2 0 -1 -3 -2 -2 6
-2 0 1 -1 -3 0 0 -2 8
-1 -3 -3 -3 -1 -3 -3 -4 -3 4
-1 -2 -3 -4 -1 -2 -3 -4 -3 2 4
-1 2 0 -1 -3 1 1 -2 -1 -3 -2 5
-1 -1 -2 -3 -1 0 -2 -3 -2 1 2 -1 5
-2 -3 -3 -3 -2 -3 -3 -3 -1 0 0 -3 0 6
-1 -2 -2 -1 -3 -1 -1 -2 -2 -3 -3 -1 -2 -4 7
1 -1 1 0 -1 0 0 0 -1 -2 -2 0 -1 -2 -1 4
0 -1 0 -1 -1 -1 -1 -2 -2 -1 -1 -1 -1 -2 -1 1 5
-3 -3 -4 -4 -2 -2 -3 -2 -2 -3 -2 -3 -1 1 -4 -3 -2 11
-2 -2 -2 -3 -2 -1 -2 -3 2 -1 -1 -2 -1 3 -3 -2 -2 2 7
0 -3 -3 -3 -1 -2 -2 -3 -3 3 1 -2 1 -1 -2 -2 0 -3 -1 4
"""
LIKENESS = {
    pair: int(value)
    for i, row in enumerate(_ROWS.split("\n")[1:-1])
    for j, value in enumerate(row.split())
    for pair in ((RESIDUES[i], RESIDUES[j]), (RESIDUES[j], RESIDUES[i]))
}
"""Score of every pair of residues."""

OPEN, EXTEND = 11, 1

State = tuple[int, frozenset[tuple[int, int]]]
"""A score, and every (identical, aligned) with which it can be had."""


def best_score(one: str, other: str) -> int:
    """The highest score of a local alignment: every cell from all cells a gap of any length away."""
    table = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    best = 0
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            cell = max(0, table[i - 1][j - 1] + LIKENESS[one[i - 1], other[j - 1]])
            for gap in range(1, i + 1):
                cell = max(cell, table[i - gap][j] - OPEN - EXTEND * gap)
            for gap in range(1, j + 1):
                cell = max(cell, table[i][j - gap] - OPEN - EXTEND * gap)
            table[i][j] = cell
            best = max(best, cell)
    return best


def score_of(one: str, other: str, stretches: Sequence[tuple[int, int, int]]) -> int:
    """What an alignment scores, given as stretches without a gap: start in one, start in the other, length."""
    score = 0
    for number, (a, b, size) in enumerate(stretches):
        score += sum(LIKENESS[one[a + i], other[b + i]] for i in range(size))
        if number:
            before_a, before_b, before = stretches[number - 1]
            for gap in (a - before_a - before, b - before_b - before):
                score -= OPEN + EXTEND * gap if gap else 0
    return score


def identical(one: str, other: str, stretches: Sequence[tuple[int, int, int]]) -> tuple[int, int]:
    """Identical pairs and all pairs of an alignment."""
    same = [one[a + i] == other[b + i] for a, b, size in stretches for i in range(size)]
    return sum(same), len(same)


def most_identical(one: str, other: str) -> tuple[float, float]:
    """The lowest and the highest share of identical residues among all alignments with the best score.

    Every state of the table keeps each (identical, aligned) with which its score can be had.
    """
    low = -(10**6)
    none: State = (low, frozenset())

    def better(*states: State) -> State:
        top = max(score for score, _ in states)
        return top, frozenset(pair for score, pairs in states if score == top for pair in pairs)

    def less(state: State, by: int) -> State:
        return state[0] - by, state[1]

    width = len(other) + 1
    above = [[none] * width for _ in range(3)]
    tops: list[State] = []
    for i in range(1, len(one) + 1):
        pair, up, left = ([none] * width for _ in range(3))
        for j in range(1, width):
            before = better((0, frozenset({(0, 0)})), *(row[j - 1] for row in above))
            same = int(one[i - 1] == other[j - 1])
            score = before[0] + LIKENESS[one[i - 1], other[j - 1]]
            pair[j] = score, frozenset((n + same, m + 1) for n, m in before[1])
            up[j] = better(
                less(above[0][j], OPEN + EXTEND), less(above[1][j], EXTEND), less(above[2][j], OPEN + EXTEND)
            )
            left[j] = better(
                less(pair[j - 1], OPEN + EXTEND), less(left[j - 1], EXTEND), less(up[j - 1], OPEN + EXTEND)
            )
            tops.append(pair[j])
        above = [pair, up, left]
    top, pairs = better(*tops)
    shares = [n / m for n, m in pairs] if top > 0 else [0.0]
    return min(shares), max(shares)
