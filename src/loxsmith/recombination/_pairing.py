"""From a chain of anchors to gapless blocks: close search between anchors, and one place for each difference.

Where a difference could lie in several places (inserted bases that repeat their flank), it is put as far left
on the locus as it goes, so that the same vector always gives the same blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import ceil

from loxsmith.recombination._chain import SIGNIFICANCE, significant_length
from loxsmith.recombination._seeds import DROP, MISMATCH, WORD, Anchor, as_bytes, extended

LARGE = 15
"""Differences of at least this many bases end an arm; smaller ones are polymorphisms or point changes."""

EFFICIENT = 200
"""Homology (bp) below which crossing-over drops sharply (between 214 and 163 bp: Rubnitz and Subramani 1984,
Mol Cell Biol 4:2253). A shorter stretch amid replaced sequence (an exon alike in two species) is no arm."""

_LONG_ODDS = 100_000
"""Foreign sequence beside an arm lengthens it across an indel in fewer than one in this many constructs. Between
two arms, or where the vector ends, ``SIGNIFICANCE`` will do."""

_FIRM = 10
"""Matches that an arm must have past its outermost mismatch when foreign sequence follows: five match by chance
once in a thousand times, ten once in a million."""

_TIP = 16
"""Matches of a stretch at the very tip of a linear donor that is taken for its arm, next to the anchored one; and
the least that is an arm of its own behind a large difference."""

_NEAR_END = 64
"""Bases beside an anchor that are searched for the end of an arm behind a small indel (judgement)."""


def paired(locus: str, vector: str, chain: Sequence[Anchor], *, linear: bool) -> list[Anchor]:
    """Return gapless blocks that begin and end with a match and do not overlap, in ascending order."""
    anchors = list(_with_ends(locus, vector, chain, linear=linear))
    filled = [anchors[0]]
    for anchor in anchors[1:]:
        filled += _between(locus, vector, filled[-1], anchor)
        filled.append(anchor)
    blocks = _absorbed(list(_trimmed(locus, vector, _joined(locus, vector, filled))))
    return _firm(locus, vector, blocks, linear=linear)


def mismatch_offsets(locus: str, vector: str, block: Anchor) -> tuple[int, ...]:
    """Return the offsets in ``block`` at which the two texts differ."""
    a = locus[block.locus : block.locus_end]
    b = vector[block.vector : block.vector_end]
    return tuple(i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y) if a != b else ()


def neighbours(offsets: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield runs of consecutive offsets as (first, one past the last)."""
    for _, run in groupby(enumerate(offsets), key=lambda pair: pair[1] - pair[0]):
        members = [offset for _, offset in run]
        yield members[0], members[-1] + 1


# -- close search ------------------------------------------------------------------------------------------


def _with_ends(locus: str, vector: str, chain: Sequence[Anchor], *, linear: bool) -> Iterator[Anchor]:
    """Add what lies just past the outermost anchors: an arm's end behind an indel, a short arm at the tip."""
    first, last = chain[0], chain[-1]
    high, wide = min(first.locus, _NEAR_END), min(first.vector, _NEAR_END)
    before = Anchor(first.locus - high, first.vector - wide, 0, 0)
    ends_here = linear and before.vector == 0
    found = _between(locus, vector, before, first, SIGNIFICANCE if ends_here else _LONG_ODDS)
    if linear and not found:
        found = _tip(locus[before.locus : first.locus], vector[: first.vector], before.locus, 0, last=True)
    yield from found
    yield from chain
    high, wide = min(len(locus) - last.locus_end, _NEAR_END), min(len(vector) - last.vector_end, _NEAR_END)
    after = Anchor(last.locus_end + high, last.vector_end + wide, 0, 0)
    ends_here = linear and after.vector == len(vector)
    found = _between(locus, vector, last, after, SIGNIFICANCE if ends_here else _LONG_ODDS)
    if linear and not found:
        rest = vector[last.vector_end :]
        found = _tip(locus[last.locus_end : after.locus], rest, last.locus_end, last.vector_end, last=False)
    yield from found


def _tip(locus: str, vector: str, locus_at: int, vector_at: int, *, last: bool) -> list[Anchor]:
    """Find the arm at the tip of a donor in the bases next to the anchored arm, however long the insert is."""
    near = vector[:_NEAR_END] if last else vector[-_NEAR_END:]
    offset = 0 if last else len(vector) - len(near)
    found = _longest_common(locus, near, _TIP, last=last)
    if found is None:
        return []
    i, j, n = found
    idle = j if last else len(near) - j - n
    return [Anchor(locus_at + i, vector_at + offset + j, n, 0)] if idle < LARGE else []


def _between(locus: str, vector: str, a: Anchor, b: Anchor, odds: int = SIGNIFICANCE) -> list[Anchor]:
    """Find exact stretches in the rectangle between two anchors that are too short for the first search."""
    high, wide = b.locus - a.locus_end, b.vector - a.vector_end
    if min(high, wide) <= 0 or (a.length and b.length and a.diagonal == b.diagonal):
        return []
    word = ceil(significant_length(high, wide, odds))
    if word <= min(high, wide, WORD):  # the first search has seen longer words
        texts = locus[a.locus_end : b.locus], vector[a.vector_end : b.vector]
        found = _longest_common(*texts, word, last=bool(b.length and not a.length))
        if found is not None:
            i, j, n = a.locus_end + found[0], a.vector_end + found[1], found[2]
            middle = extended(as_bytes(locus), as_bytes(vector), i, j, n)
            if not (_follows(a, middle) and _follows(middle, b)):
                return []
            return [
                *_between(locus, vector, a, middle, odds),
                middle,
                *_between(locus, vector, middle, b, odds),
            ]
    return _in_corners(locus, vector, a, b) if max(high, wide) > _NEAR_END else []


def _in_corners(locus: str, vector: str, a: Anchor, b: Anchor) -> list[Anchor]:
    """Search a large rectangle close to its two anchors, where a shorter stretch is significant."""
    found: list[Anchor] = []
    if a.length:
        limit = Anchor(min(a.locus_end + _NEAR_END, b.locus), min(a.vector_end + _NEAR_END, b.vector), 0, 0)
        found += [c for c in _between(locus, vector, a, limit) if _follows(c, b)]
    last = found[-1] if found else a
    if b.length:
        near = b.locus - _NEAR_END, b.vector - _NEAR_END
        limit = Anchor(max(near[0], last.locus_end), max(near[1], last.vector_end), 0, 0)
        found += [c for c in _between(locus, vector, limit, b) if _follows(last, c)]
    return found


def _follows(a: Anchor, b: Anchor) -> bool:
    """Say whether ``b`` may follow ``a`` in a chain; an empty anchor only limits the search."""
    if not (a.length and b.length):
        return True
    starts = a.locus < b.locus and a.vector < b.vector
    return starts and a.locus_end < b.locus_end and a.vector_end < b.vector_end


def _longest_common(a: str, b: str, word: int, *, last: bool = False) -> tuple[int, int, int] | None:
    """Return the longest exact stretch of ``word`` bases or more: offset in a, in b, length.

    Of equals the first in ``a`` wins, or the last: in a run of short repeats that is the one next to the arm.
    """
    places: dict[str, list[int]] = {}
    for i in range(len(a) - word + 1):
        places.setdefault(a[i : i + word], []).append(i)
    best: tuple[int, int, int] | None = None
    best_rank = (0, 0, 0)
    ends: dict[int, int] = {}
    for j in range(len(b) - word + 1):
        for i in places.get(b[j : j + word], ())[:_NEAR_END]:
            if ends.get(i - j, 0) > i:
                continue
            n = word
            while i + n < len(a) and j + n < len(b) and a[i + n] == b[j + n]:
                n += 1
            ends[i - j] = i + n
            rank = (n, i, j) if last else (n, -i, -j)
            if best is None or rank > best_rank:
                best, best_rank = (i, j, n), rank
    return best


# -- one place for each difference -------------------------------------------------------------------------


def _joined(locus: str, vector: str, anchors: Sequence[Anchor]) -> list[Anchor]:
    """Merge anchors of one diagonal across point changes; cut overlaps of neighbours at one place."""
    out = [anchors[0]]
    for anchor in anchors[1:]:
        last = out[-1]
        if anchor.locus_end <= last.locus_end or anchor.vector_end <= last.vector_end:
            continue
        if anchor.diagonal == last.diagonal and _is_one(locus, vector, last, anchor):
            out[-1] = last._replace(length=anchor.locus_end - last.locus)
            continue
        out[-1:] = _without_overlap(locus, vector, last, anchor)
    return out


def _is_one(locus: str, vector: str, a: Anchor, b: Anchor) -> bool:
    """Say whether two anchors of one diagonal are parted by point changes only, not by a replaced stretch."""
    size = b.locus - a.locus_end
    if size <= 0:
        return True
    gap = Anchor(a.locus_end, a.vector_end, size, 0)
    wrong = len(mismatch_offsets(locus, vector, gap))
    return (1 + MISMATCH) * wrong - size <= DROP


def _without_overlap(locus: str, vector: str, a: Anchor, b: Anchor) -> list[Anchor]:
    """Share out the bases that both anchors claim: fewest mismatches, then as much as can be to the right."""
    shared = max(a.locus_end - b.locus, a.vector_end - b.vector)
    if shared <= 0:
        return [a, b]
    lowest, highest = max(0, shared - a.length + 1), min(shared, b.length - 1)
    if lowest > highest:
        return [max(a, b, key=lambda anchor: anchor.length)]
    kept = set(mismatch_offsets(locus, vector, a))
    taken = set(mismatch_offsets(locus, vector, b))
    from_a = a.length - shared
    wrong = sum(1 for offset in kept if offset < from_a + lowest and offset >= from_a)
    wrong += sum(1 for offset in taken if lowest <= offset < shared)
    best, fewest = lowest, wrong
    for share in range(lowest + 1, highest + 1):
        wrong += (from_a + share - 1 in kept) - (share - 1 in taken)
        if wrong < fewest:
            best, fewest = share, wrong
    first = a._replace(length=from_a + best)
    return [first, Anchor(b.locus + best, b.vector + best, b.length - best, 0)]


def _trimmed(locus: str, vector: str, blocks: Sequence[Anchor]) -> Iterator[Anchor]:
    """Let every block begin and end with a match, and count its mismatches."""
    for block in blocks:
        wrong = set(mismatch_offsets(locus, vector, block))
        first, end = 0, block.length
        while first in wrong:
            first += 1
        while end - 1 in wrong and end > first:
            end -= 1
        if first < end:
            inside = sum(1 for offset in wrong if first <= offset < end)
            yield Anchor(block.locus + first, block.vector + first, end - first, inside)


def _firm(locus: str, vector: str, blocks: list[Anchor], *, linear: bool) -> list[Anchor]:
    """Cut off the outermost bases of both arms where they may match foreign sequence by chance."""
    if len(blocks) > 2 and _is_stray(blocks[0], blocks[1], blocks[0]):
        del blocks[0]
    if len(blocks) > 2 and _is_stray(blocks[-2], blocks[-1], blocks[-1]):
        del blocks[-1]
    first = blocks[0]
    wrong = mismatch_offsets(locus, vector, first)
    if wrong and wrong[0] < _FIRM and not (linear and first.vector == 0):
        blocks[:1] = _trimmed(locus, vector, [_inner(first, wrong[0] + 1, first.length)])
    final = blocks[-1]
    wrong = mismatch_offsets(locus, vector, final)
    if wrong and final.length - wrong[-1] <= _FIRM and not (linear and final.vector_end == len(vector)):
        blocks[-1:] = _trimmed(locus, vector, [_inner(final, 0, wrong[-1])])
    return blocks


def _is_stray(a: Anchor, b: Anchor, outer: Anchor) -> bool:
    """Say whether the outermost block is too short to be an arm of its own behind a large difference."""
    apart = max(b.locus - a.locus_end, b.vector - a.vector_end)
    return apart >= LARGE and outer.length < _TIP


def _inner(block: Anchor, start: int, end: int) -> Anchor:
    return Anchor(block.locus + start, block.vector + start, end - start, 0)


def _absorbed(blocks: list[Anchor]) -> list[Anchor]:
    """Drop short likenesses within a replaced stretch, shortest first: they belong to the replacement."""
    while True:
        lost = [
            (b.length, i)
            for i, (a, b, c) in enumerate(zip(blocks, blocks[1:], blocks[2:], strict=False), start=1)
            if b.length < EFFICIENT
            and b.length < min(_replaced(a, b), _replaced(b, c))
            and min(_replaced(a, b), _replaced(b, c)) >= LARGE
        ]
        if not lost:
            return blocks
        del blocks[min(lost)[1]]


def _replaced(a: Anchor, b: Anchor) -> int:
    """Return how many bases lie between two blocks on both texts alike."""
    return min(b.locus - a.locus_end, b.vector - a.vector_end)
