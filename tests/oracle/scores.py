"""The slow, obvious twins of the guide scores: written from the papers' words, position by position.

Nothing of the package is used but the published weights.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from loxsmith.knowledge import crisprscan_weights, mit_weights, rule_set_1_weights


def slow_mit(guide: str, site: str) -> float:
    """Three factors: what each mismatch leaves, how far they lie apart, and how many there are."""
    places = [i for i in range(20) if guide[i] != site[i]]
    left = math.prod(1 - mit_weights()[i] for i in places)
    apart = 1.0
    if len(places) > 1:
        steps = [places[k + 1] - places[k] for k in range(len(places) - 1)]
        apart = 1 / (4 * (19 - sum(steps) / len(steps)) / 19 + 1)
    many = 1 / len(places) ** 2 if places else 1.0
    return 100 * left * apart * many


def slow_rule_set_1(context: str) -> float:
    """Ask of every weight whether its motif stands in its place."""
    weights = rule_set_1_weights()
    x = weights.intercept + _present(context, weights.motifs)
    strong = sum(context[i] in "GC" for i in range(4, 24))
    x += weights.extra["gc_low" if strong <= 10 else "gc_high"] * abs(strong - 10)
    return 1 / (1 + math.exp(-x))


def slow_crisprscan(context: str) -> float:
    """Ask of every weight whether its motif stands in its place."""
    return crisprscan_weights().intercept + _present(context, crisprscan_weights().motifs)


def _present(context: str, motifs: Mapping[tuple[int, str], float]) -> float:
    total = 0.0
    for (position, motif), weight in motifs.items():
        if all(context[position - 1 + k] == motif[k] for k in range(len(motif))):
            total += weight
    return total


def slow_patterns(sequence: str, cut: int) -> list[tuple[int, int, int]]:
    """Every pair of equal stretches astride the cut that no longer pair at the same offset contains.

    A pair is (start left of the cut, start right of it, length), found by trying every one.
    """
    pairs = [
        (i, j, k)
        for k in range(2, len(sequence) + 1)
        for i in range(cut - k + 1)
        for j in range(cut, len(sequence) - k + 1)
        if sequence[i : i + k] == sequence[j : j + k]
    ]
    return [
        (i, j, k)
        for i, j, k in pairs
        if not any(
            (other != (i, j, k))
            and other[0] <= i
            and i + k <= other[0] + other[2]
            and other[1] - other[0] == j - i
            for other in pairs
        )
    ]


def slow_microhomology(sequence: str, cut: int) -> tuple[float, float | None]:
    """Score and share out of frame, from the formula of Bae 2014."""
    total = out = 0.0
    for i, j, k in slow_patterns(sequence, cut):
        shared = sequence[i : i + k]
        strength = sum(2 if base in "GC" else 1 for base in shared)
        score = 100 * round(math.exp(-(j - i) / 20), 3) * strength
        total += score
        if (j - i) % 3:
            out += score
    return total, 100 * out / total if total else None


def slow_stem(spacer: str, loop: int = 4) -> int:
    """Base pairs of the longest hairpin: every pair of starts, grown inwards base by base."""
    pairs, longest = {"AT", "TA", "CG", "GC"}, 0
    for i in range(len(spacer)):
        for j in range(len(spacer)):
            size = 0
            while i + size + loop < j - size and spacer[i + size] + spacer[j - size] in pairs:
                size += 1
            longest = max(longest, size)
    return longest


def slow_pairing(spacer: str, partner: str) -> int:
    """Base pairs of the longest unbroken duplex of two strands, every register tried."""
    pairs, longest = {"AT", "TA", "CG", "GC"}, 0
    for i in range(len(spacer)):
        for j in range(len(partner)):
            size = 0
            while i + size < len(spacer) and j - size >= 0 and spacer[i + size] + partner[j - size] in pairs:
                size += 1
            longest = max(longest, size)
    return longest
