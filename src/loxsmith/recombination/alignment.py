"""What a vector shares with a locus and where it differs: blocks, differences, arms.

Vector positions are on the vector as reoriented: drawn on the locus's strand and, when circular, opened at
its first homologous base. All positions are 0-based and half-open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from loxsmith.recombination._pairing import LARGE, mismatch_offsets, neighbours, paired
from loxsmith.recombination._seeds import Anchor

Kind = Literal["substitution", "insertion", "deletion", "replacement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch that locus and vector share without a gap; it begins and ends with a matching base."""

    locus_start: int
    """First base on the locus."""

    vector_start: int
    """First base on the reoriented vector."""

    length: int
    """Bases, mismatches included."""

    mismatches: tuple[int, ...] = ()
    """Offsets in the block at which the two differ."""

    @property
    def locus_end(self) -> int:
        """One past the last base on the locus."""
        return self.locus_start + self.length

    @property
    def vector_end(self) -> int:
        """One past the last base on the reoriented vector."""
        return self.vector_start + self.length


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What the vector has in place of the locus's bases, between two homologous bases."""

    locus_start: int
    """First base replaced on the locus, or the base before which bases are inserted."""

    locus_end: int
    """One past the last base replaced on the locus."""

    vector_start: int
    """First new base on the reoriented vector."""

    vector_end: int
    """One past the last new base on the reoriented vector."""

    kind: Kind
    """``substitution``: few bases for as many; ``replacement``: other bases, in number or in bulk."""

    @property
    def size(self) -> int:
        """The larger of what goes and what comes, in bases."""
        return max(self.locus_end - self.locus_start, self.vector_end - self.vector_start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """A stretch of homology, small differences included."""

    locus_start: int
    """First base on the locus."""

    locus_end: int
    """One past the last base on the locus."""

    vector_start: int
    """First base on the reoriented vector."""

    vector_end: int
    """One past the last base on the reoriented vector."""

    identity: float
    """Share of aligned positions at which the two agree, 0 to 1; a gap base counts as a disagreement."""

    @property
    def length(self) -> int:
        """Length on the vector, in bases."""
        return self.vector_end - self.vector_start


def align(
    locus: str, vector: str, chain: Sequence[Anchor], *, linear: bool
) -> tuple[tuple[Block, ...], tuple[Difference, ...]]:
    """Return the blocks of a chain on the reoriented vector, and the differences between and in them.

    The ends of a ``linear`` vector are ends of arms, if homology reaches them; those of an opened circle are not.
    """
    pairs = paired(locus, vector, chain, linear=linear)
    blocks = tuple(
        Block(
            locus_start=pair.locus,
            vector_start=pair.vector,
            length=pair.length,
            mismatches=mismatch_offsets(locus, vector, pair),
        )
        for pair in pairs
    )
    return blocks, tuple(_differences(blocks))


def arms_of(blocks: Sequence[Block], differences: Sequence[Difference]) -> tuple[Arm, Arm, tuple[Arm, ...]]:
    """Return the 5' arm, the 3' arm and the homologies between the inserts.

    Arms end at the outermost difference of at least ``LARGE`` bases, or, when all are smaller, at the outermost one.
    """
    cuts = [d for d in differences if d.size >= LARGE] or list(differences)
    first = _arm(
        blocks[0].locus_start, blocks[0].vector_start, cuts[0].locus_start, cuts[0].vector_start, differences
    )
    last = _arm(
        cuts[-1].locus_end, cuts[-1].vector_end, blocks[-1].locus_end, blocks[-1].vector_end, differences
    )
    between = tuple(
        _arm(a.locus_end, a.vector_end, b.locus_start, b.vector_start, differences) for a, b in pairwise(cuts)
    )
    return first, last, between


def _arm(
    locus_start: int, vector_start: int, locus_end: int, vector_end: int, differences: Sequence[Difference]
) -> Arm:
    inside = [d for d in differences if locus_start <= d.locus_start and d.locus_end <= locus_end]
    inside = [d for d in inside if vector_start <= d.vector_start and d.vector_end <= vector_end]
    wrong = sum(d.size for d in inside)
    columns = locus_end - locus_start + sum(d.size - (d.locus_end - d.locus_start) for d in inside)
    return Arm(
        locus_start=locus_start,
        locus_end=locus_end,
        vector_start=vector_start,
        vector_end=vector_end,
        identity=1 - wrong / columns,
    )


def _differences(blocks: Sequence[Block]) -> Iterator[Difference]:
    for index, block in enumerate(blocks):
        for start, end in neighbours(block.mismatches):
            yield _difference(
                block.locus_start + start,
                block.locus_start + end,
                block.vector_start + start,
                block.vector_start + end,
            )
        if index + 1 < len(blocks):
            following = blocks[index + 1]
            yield _difference(
                block.locus_end, following.locus_start, block.vector_end, following.vector_start
            )


def _difference(locus_start: int, locus_end: int, vector_start: int, vector_end: int) -> Difference:
    return Difference(
        locus_start=locus_start,
        locus_end=locus_end,
        vector_start=vector_start,
        vector_end=vector_end,
        kind=_kind(locus_end - locus_start, vector_end - vector_start),
    )


def _kind(gone: int, come: int) -> Kind:
    if gone == 0:
        return "insertion"
    if come == 0:
        return "deletion"
    return "substitution" if gone == come < LARGE else "replacement"
