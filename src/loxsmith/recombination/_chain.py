"""The best collinear chain of anchors: dynamic programming over gapless homologies.

An anchor may follow another when both its ends lie further on in locus and vector. It must bring more matches
than chance would find in the rectangle between the two, so a chain holds nothing that is not significant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import log
from typing import TYPE_CHECKING, NamedTuple

from loxsmith.recombination._seeds import Anchor

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]

SIGNIFICANCE = 1000
"""A homology counts when fewer than one in this many random pairs of such texts would show it (judgement)."""

DISPERSED = 150
"""Matches owed at most for replaced sequence between two anchors, a tenth of its length (judgement). Genomes
are not random: a B1 element (about 150 bp) of the vector finds others in the locus, which are no arms."""

LEFT_OUT = 0.25
"""Share of the weaker side that is owed at most for bases of the locus that are left out, else a tenth of their
number (judgement): of two readings alike in matches, the one that only inserts is meant."""

STEP = 2
"""Matches owed, within ``LEFT_OUT``, for each doubling of the bases left out: in a run of short repeats a chance
match at the insert's edge must not move the arm by a unit (judgement)."""

PARALOGUE = 10
"""Matches owed for each mismatch beyond the toll of extension, for up to ``DIVERGED`` of what exceeds 100 bases:
arms are cut from the locus or a near strain (SNPs below 1 %), paralogues differ in several per cent."""

DIVERGED = 0.4
"""See ``PARALOGUE``; an arm from a distant strain must still count (judgement)."""

_MOST_ANCHORS = 600
"""Anchors that enter the table, best first; short ones between them are found again by closer search."""

_FEW = 100
"""Anchors with which openings of a circle are compared; the arms are among the best."""

_OPENED = 16
"""Anchors at whose ends a circle is opened, best first; the outer arms are among them."""


class Chain(NamedTuple):
    """Anchors in ascending order of locus and vector, and their joint score."""

    anchors: tuple[Anchor, ...]
    score: float


def significant_length(locus: int, vector: int, odds: int = SIGNIFICANCE) -> float:
    """Return the exact match, in bases, that one in ``odds`` pairs of texts of these lengths has by chance."""
    return log(odds * max(locus, 1) * max(vector, 1)) / log(4)


def worth(anchor: Anchor) -> float:
    """Return what an anchor brings to a chain: matches less mismatches, which weigh more in long anchors."""
    extra = min(PARALOGUE * anchor.mismatches, DIVERGED * max(anchor.length - 100, 0))
    return anchor.score - extra


def best_chain(anchors: Iterable[Anchor]) -> Chain:
    """Return the best-scoring chain; the first in the locus among equals."""
    ranked = sorted(anchors, key=lambda a: (-a.score, a))[:_MOST_ANCHORS]
    ordered = sorted(ranked)
    if not ordered:
        return Chain((), 0)
    before, score = _fill_table(ordered)
    at = max(range(len(ordered)), key=lambda i: (score[i], -i))
    best, picked = score[at], []
    while at >= 0:
        picked.append(ordered[at])
        at = before[at]
    return Chain(tuple(reversed(picked)), best)


def best_chain_on_circle(anchors: Iterable[Anchor], turn: int) -> Chain:
    """Return the best chain of a circular vector that is written twice, its start within the first turn.

    The circle must be opened where no arm lies, which is not known yet: it is opened before and behind each of
    the best anchors, the winner is gone through with all anchors, and again opened at the ends of its chain.
    Anchors are cut at the opening, so that no base of the circle is paired twice.
    """
    known = sorted(anchors, key=lambda a: (-a.score, a))
    if not known:
        return Chain((), 0)
    few = known[:_FEW]
    _, opening = max((best_chain(_cut(few, at, turn)).score, -at) for at in _openings(few, turn))
    best, tried, waiting = Chain((), 0), set[int](), [-opening]
    while waiting:
        opening = waiting.pop()
        tried.add(opening)
        chain = best_chain(_cut(known, opening, turn))
        if chain.score > best.score:
            best = chain
            ends = {chain.anchors[0].vector % turn, chain.anchors[-1].vector_end % turn}
            waiting = sorted(ends - tried)
    if best.anchors and best.anchors[0].vector >= turn:
        best = Chain(tuple(a._replace(vector=a.vector - turn) for a in best.anchors), best.score)
    return best


def _openings(ranked: list[Anchor], turn: int) -> list[int]:
    """Return where a circle may be opened: at either end of its best anchors, and in its longest gaps."""
    ends = dict.fromkeys((a.vector % turn, a.vector_end % turn) for a in ranked)
    best = {at for pair in list(ends)[:_OPENED] for at in pair}
    gaps: list[tuple[int, int]] = []
    reached = 0
    for start, end in sorted((a.vector, a.vector_end) for a in ranked):
        gaps.append((start - reached, reached % turn))
        reached = max(reached, end)
    return sorted(best | {at for _, at in sorted(gaps)[-4:]})


def _cut(anchors: Iterable[Anchor], opening: int, turn: int) -> Iterator[Anchor]:
    """Yield what lies of each anchor within the turn from ``opening`` on; mismatches are shared out evenly."""
    for anchor in anchors:
        before = max(opening - anchor.vector, 0)
        length = min(anchor.vector_end, opening + turn) - anchor.vector - before
        if length == anchor.length:
            yield anchor
        elif length > 0:
            wrong = round(anchor.mismatches * length / anchor.length)
            yield Anchor(anchor.locus + before, anchor.vector + before, length, wrong)


def _fill_table(ordered: list[Anchor]) -> tuple[list[int], list[float]]:
    """Return, for each anchor, its best predecessor (-1: none) and the score of the chain up to it."""
    import numpy as np

    start, low, size = (np.array([a[i] for a in ordered], dtype=np.float64) for i in range(3))
    own = np.array([worth(a) for a in ordered], dtype=np.float64)
    total = own.copy()
    before = [-1] * len(ordered)
    for t in range(1, len(ordered)):
        gap_l = start[t] - start[:t] - size[:t]
        gap_v = low[t] - low[:t] - size[:t]
        fits = (start[:t] < start[t]) & (low[:t] < low[t]) & (gap_l > -size[t]) & (gap_v > -size[t])
        gain = np.where(fits, total[:t] - _toll(gap_l, gap_v, np.minimum(total[:t], own[t])), -np.inf)
        best = int(np.argmax(gain))
        if gain[best] > 0:
            total[t] += gain[best]
            before[t] = best
    return before, total.tolist()


def _toll(gap_l: Numbers, gap_v: Numbers, weaker: Numbers) -> Numbers:
    """Matches that chance or a dispersed repeat would bring past the gap, and the bases two anchors share."""
    import numpy as np

    chance = np.log(SIGNIFICANCE * (1 + np.maximum(gap_l, 0)) * (1 + np.maximum(gap_v, 0))) / np.log(4)
    shared: Numbers = np.maximum(np.maximum(-gap_l, -gap_v), 0)
    both = np.maximum(np.minimum(gap_l, gap_v), 0)
    gone = np.maximum(gap_l, 0)
    owed = np.maximum(gone / 10, STEP * np.log2(1 + gone))
    left_out = np.minimum(owed, LEFT_OUT * np.maximum(weaker, 0))
    toll: Numbers = chance + shared + np.maximum(np.minimum(both / 10, DISPERSED), left_out)
    return toll
