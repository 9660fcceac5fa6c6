"""What a reader should know about homologies off the chain: repeats, rival places; and of unknown bases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from loxsmith.recombination._chain import Chain, best_chain
from loxsmith.recombination._pairing import EFFICIENT, LARGE
from loxsmith.recombination._seeds import Anchor
from loxsmith.recombination.alignment import Arm, Block, Difference
from loxsmith.sequence import is_plain

COVERAGE = 0.8
"""Share of an arm that must occur elsewhere to make the arm ambiguous (judgement)."""

IDENTITY = 0.95
"""Identity from which a second place competes with the first (judgement; mismatches curb recombination)."""

RIVAL = 0.95
"""Score of a second chain, relative to the best, from which the target itself is ambiguous (judgement)."""

REPEAT = 100
"""Shorter arms are ambiguous only if they recur exactly; shorter idle ends are not warned of (bp)."""


class Frame(NamedTuple):
    """The anchors of one strand of the vector, placed on the reoriented one, without those of the chain."""

    strand: int
    """1 as reoriented, -1 for the other strand."""

    anchors: tuple[Anchor, ...]
    """Positions on the strand's own text; see ``on_vector``."""

    size: int
    """Length of the vector."""

    def on_vector(self, anchor: Anchor) -> tuple[int, int]:
        """Return the anchor's stretch on the reoriented vector's top strand."""
        if self.strand == 1:
            return anchor.vector, anchor.vector_end
        return self.size - anchor.vector_end, self.size - anchor.vector


def span(start: int, end: int) -> str:
    """Print a half-open stretch as people count: 1-based, both ends included."""
    return f"{start + 1}..{end}"


def remarks(
    vector: str,
    blocks: Sequence[Block],
    arms: tuple[Arm, Arm],
    frames: Sequence[Frame],
    best: Chain,
) -> tuple[str, ...]:
    """Return one sentence for each thing a reader must weigh before trusting the prediction."""
    found = list(_rival_places(blocks, frames, best))
    ambiguous = []
    for name, arm in zip(("5'", "3'"), arms, strict=True):
        texts = list(_elsewhere(name, arm, frames))
        found += texts
        if texts:
            ambiguous.append(arm)
    found += _repeats(arms, ambiguous, frames)
    unknown = sum(not is_plain(letter) for letter in vector[arms[0].vector_start : arms[1].vector_end])
    if unknown:
        found.append(f"{unknown} bases of the vector between its outer ends are not A, C, G or T.")
    return tuple(found)


def idle_tail(
    vector: str, circular: bool, arms: tuple[Arm, Arm], differences: Sequence[Difference]
) -> list[str]:
    """Warn of a long end without homology on a linear vector that brings no insert: an arm may be missing."""
    tail = max(arms[0].vector_start, len(vector) - arms[1].vector_end)
    if circular or tail < REPEAT or any(d.size >= LARGE for d in differences):
        return []
    return [
        f"The vector brings only small differences, and {tail} bp at one end match nothing beside the arms: "
        "they are lost on recombination; was an arm meant to follow them?"
    ]


def overlap(start: int, end: int, low: int, high: int) -> int:
    """Return how many positions two half-open stretches share."""
    return max(0, min(end, high) - max(start, low))


def _off(anchor: Anchor, low: int, high: int) -> bool:
    """Say whether most of an anchor lies outside a stretch of the locus; chance may lengthen its ends."""
    return 2 * overlap(anchor.locus, anchor.locus_end, low, high) < anchor.length


def _rival_places(blocks: Sequence[Block], frames: Sequence[Frame], best: Chain) -> Iterator[str]:
    """Name a second place in the locus that takes the whole vector nearly as well."""
    low, high = blocks[0].locus_start, blocks[-1].locus_end
    for frame in frames:
        rival = best_chain(a for a in frame.anchors if _off(a, low, high))
        if rival.anchors and rival.score >= RIVAL * best.score:
            place = span(rival.anchors[0].locus, rival.anchors[-1].locus_end)
            yield (
                f"The target is ambiguous: the vector pairs with locus {span(low, high)} and nearly as well "
                f"with {place}{_turned(frame)}."
            )


def _elsewhere(name: str, arm: Arm, frames: Sequence[Frame]) -> Iterator[str]:
    """Name other places in the locus that hold nearly the whole arm."""
    least = IDENTITY if arm.length >= REPEAT else 1.0
    for frame in frames:
        rest = [a for a in (_clipped(frame, a, arm) for a in frame.anchors) if a is not None]
        while rest:
            chain = _compact(best_chain(rest), arm)
            held = sum(a.length for a in chain)
            wrong = sum(a.mismatches for a in chain)
            if held < COVERAGE * arm.length:
                break
            low, high = chain[0].locus, chain[-1].locus_end
            if 1 - wrong / held >= least:
                yield (
                    f"The {name} arm is ambiguous: it pairs with locus "
                    f"{span(arm.locus_start, arm.locus_end)}, and {held} of its {arm.length} bp also with "
                    f"{span(low, high)}{_turned(frame)} ({1 - wrong / held:.1%} identical)."
                )
            rest = [a for a in rest if _off(a, low, high)]


def _clipped(frame: Frame, anchor: Anchor, arm: Arm) -> Anchor | None:
    """Return the part of an anchor that lies in the arm; its mismatches are shared out evenly."""
    start, end = frame.on_vector(anchor)
    left, right = max(arm.vector_start - start, 0), max(end - arm.vector_end, 0)
    if frame.strand == -1:
        left, right = right, left
    length = anchor.length - left - right
    if length <= 0:
        return None
    wrong = round(anchor.mismatches * length / anchor.length)
    clipped = Anchor(anchor.locus + left, anchor.vector + left, length, wrong)
    return clipped if _off(clipped, arm.locus_start, arm.locus_end) else None


def _compact(chain: Chain, arm: Arm) -> list[Anchor]:
    """Return the anchors round the chain's best one that lie as close together as in the arm."""
    best = max(chain.anchors, key=lambda a: a.score)
    near = max(arm.length // 10, 20)
    return [a for a in chain.anchors if abs(a.diagonal - best.diagonal) <= near]


def _repeats(arms: tuple[Arm, Arm], ambiguous: Iterable[Arm], frames: Sequence[Frame]) -> Iterator[str]:
    """Name long repeats that an arm, or what lies between, shares with another place in the locus."""
    done = list(ambiguous)
    for frame in frames:
        long = (a for a in frame.anchors if a.length >= EFFICIENT and a.identity >= IDENTITY)
        for anchor in sorted(long, key=lambda a: (-a.length, a))[:5]:
            start, end = frame.on_vector(anchor)
            middle = (start + end) // 2
            if any(arm.vector_start <= middle < arm.vector_end for arm in done):
                continue
            yield (
                f"{anchor.length} bp of {_where(middle, arms)} (vector {span(start, end)}) also occur at "
                f"locus {span(anchor.locus, anchor.locus_end)}{_turned(frame)}: "
                "a crossover there makes another allele."
            )


def _where(position: int, arms: tuple[Arm, Arm]) -> str:
    five, three = arms
    if position < five.vector_start or position >= three.vector_end:
        return "the vector outside its arms"
    if position < five.vector_end:
        return "the 5' arm"
    return "the 3' arm" if position >= three.vector_start else "the stretch between the arms"


def _turned(frame: Frame) -> str:
    return "" if frame.strand == 1 else " on the other strand"
