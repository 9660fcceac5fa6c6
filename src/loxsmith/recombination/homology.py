"""Homologous recombination of a vector or donor into a locus: finds the arms, predicts every allele.

The judge is given bare molecules. Arms are found by aligning the two sequences, on either strand and through
any origin of a circular vector; labels, features and lineage decide nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from loxsmith.errors import DataError
from loxsmith.recombination._chain import Chain, best_chain, best_chain_on_circle, significant_length
from loxsmith.recombination._pairing import LARGE
from loxsmith.recombination._refusals import misplaced_arm, no_homology, nothing_new, one_arm
from loxsmith.recombination._remarks import Frame, idle_tail, remarks
from loxsmith.recombination._seeds import WORD, Anchor, find_anchors
from loxsmith.recombination.alignment import Arm, Block, Difference, align, arms_of
from loxsmith.recombination.outcomes import Outcome, Setting, outcomes
from loxsmith.sequence import Molecule, Strand

__all__ = ["Arm", "Block", "Difference", "Outcome", "Targeting", "target"]

_SHORT_WORD = 12
"""Bases of a shared word (else ``WORD``) for short donors, whose arms may be little longer."""

_SHORT = 400
"""Donors up to this length (nt) are searched with the short word."""

_PAD = 128
"""Bases of a circular backbone left before the first anchor, to be searched for the arm's true end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Targeting:
    """How a vector pairs with a locus, and what can come of it."""

    vector: Molecule
    """The vector on the locus's strand; a circular one opened at its first homologous base."""

    strand: Strand
    """-1 when the vector was given on the other strand and has been turned."""

    blocks: tuple[Block, ...]
    """Gapless homologies in order."""

    arms: Mapping[str, Arm]
    """``5p`` and ``3p``, as the locus is drawn."""

    internal: tuple[Arm, ...]
    """Homologies between the inserts."""

    differences: tuple[Difference, ...]
    """What the vector changes, in order."""

    outcomes: tuple[Outcome, ...]
    """The intended allele first, then those that screening must exclude."""

    warnings: tuple[str, ...]
    """Repeats, rival places, idle ends: one sentence each, locus positions counted from 1."""

    @property
    def targeted(self) -> Molecule:
        """The intended allele."""
        return self.outcomes[0].molecule


class _Found(NamedTuple):
    """The better strand: its text, its best chain and all anchors of both strands."""

    strand: Strand
    text: str
    chain: Chain
    anchors: list[Anchor]
    opposite: list[Anchor]
    frequent: bool


def target(locus: Molecule, vector: Molecule) -> Targeting:
    """Recombine ``vector`` into ``locus`` through their homology.

    Args:
        locus: linear molecule, up to some hundred kilobases.
        vector: linear or circular molecule on either strand, from an oligonucleotide to a large vector.

    Raises:
        DataError: the two do not share two collinear arms, or do not differ.

    >>> import random
    >>> dice = random.Random(1)
    >>> left, right = ("".join(dice.choices("ACGT", k=200)) for _ in "ab")
    >>> found = target(Molecule.of(left + right), Molecule.of(left[50:] + "TTTTT" * 6 + right[:150]))
    >>> found.arms["5p"].length, found.targeted.sequence == left + "TTTTT" * 6 + right
    (150, True)
    """
    if locus.circular:
        raise DataError(
            f"The locus {locus.name!r} is circular, but a vector recombines into a linear window.",
            hint="Give the locus as a linear molecule that reaches beyond both arms.",
        )
    found = _better_strand(locus.sequence, vector)
    if found.chain.score < significant_length(len(locus), len(vector)):
        raise no_homology(locus, vector, frequent=found.frequent)
    drawn, offset = _opened(vector, found)
    chain = [a._replace(vector=a.vector - offset) for a in found.chain.anchors]
    blocks, differences = align(locus.sequence, drawn.sequence, chain, linear=not vector.circular)
    if vector.circular and blocks[0].vector_start:
        drawn, offset = drawn.rotate(blocks[0].vector_start), offset + blocks[0].vector_start
        blocks, differences = _shifted(blocks, differences, blocks[0].vector_start)
    frames = _frames(found, offset, blocks, vector)
    _refuse(locus, drawn, blocks, differences, frames)
    return _judged(locus, drawn, found, blocks, differences, frames)


def _judged(
    locus: Molecule,
    drawn: Molecule,
    found: _Found,
    blocks: tuple[Block, ...],
    differences: tuple[Difference, ...],
    frames: Sequence[Frame],
) -> Targeting:
    five, three, internal = arms_of(blocks, differences)
    text, arms = drawn.sequence, (five, three)
    return Targeting(
        vector=drawn,
        strand=found.strand,
        blocks=blocks,
        arms={"5p": five, "3p": three},
        internal=internal,
        differences=differences,
        outcomes=outcomes(Setting(locus, drawn, blocks, five, three, differences)),
        warnings=(
            *remarks(text, blocks, arms, frames, found.chain),
            *idle_tail(text, drawn.circular, arms, differences),
        ),
    )


def _better_strand(locus: str, vector: Molecule) -> _Found:
    """Search both strands; a circular vector is written twice, so that no arm is cut by its origin."""
    k = _SHORT_WORD if len(vector) <= _SHORT else WORD
    turn = len(vector) if vector.circular else 0
    texts = [v.sequence * (2 if turn else 1) for v in (vector, vector.reverse_complement())]
    (top, often), (bottom, often_too) = (find_anchors(locus, text, k) for text in texts)
    chains = [best_chain_on_circle(found, turn) if turn else best_chain(found) for found in (top, bottom)]
    frequent = often or often_too
    if chains[0].score >= chains[1].score:
        return _Found(1, texts[0], chains[0], top, bottom, frequent)
    return _Found(-1, texts[1], chains[1], bottom, top, frequent)


def _opened(vector: Molecule, found: _Found) -> tuple[Molecule, int]:
    """Return the vector on the locus's strand, opened in its backbone, and where its base 0 was before."""
    drawn = vector if found.strand == 1 else vector.reverse_complement()
    if not vector.circular:
        return drawn, 0
    first, last = found.chain.anchors[0], found.chain.anchors[-1]
    backbone = len(vector) - (last.vector_end - first.vector)
    offset = first.vector - min(_PAD, max(backbone, 0) // 2)
    return drawn.rotate(offset % len(vector)), offset


def _shifted(
    blocks: tuple[Block, ...], differences: tuple[Difference, ...], by: int
) -> tuple[tuple[Block, ...], tuple[Difference, ...]]:
    """Recount vector positions from ``by``."""
    from dataclasses import replace

    return (
        tuple(replace(b, vector_start=b.vector_start - by) for b in blocks),
        tuple(
            replace(d, vector_start=d.vector_start - by, vector_end=d.vector_end - by) for d in differences
        ),
    )


def _frames(found: _Found, offset: int, blocks: Sequence[Block], vector: Molecule) -> tuple[Frame, Frame]:
    """Return the anchors off the chain, on the drawn strand and on the other, placed on the drawn vector."""
    size = len(vector)
    turned = -offset if vector.circular else 0
    off = [a for a in _placed(found.anchors, offset, vector) if not _on_chain(a, blocks, size)]
    return Frame(1, tuple(off), size), Frame(-1, tuple(_placed(found.opposite, turned, vector)), size)


def _placed(anchors: Sequence[Anchor], offset: int, vector: Molecule) -> list[Anchor]:
    """Recount positions on a circular vector from ``offset``; each stretch once, longest version."""
    if not vector.circular:
        return list(anchors)
    size = len(vector)
    kept: dict[tuple[int, int], Anchor] = {}
    for anchor in anchors:
        moved = anchor._replace(vector=(anchor.vector - offset) % size)
        old = kept.get((moved.locus, moved.vector))
        if moved.length <= size and (old is None or old.length < moved.length):
            kept[moved.locus, moved.vector] = moved
    return sorted(kept.values())


def _on_chain(anchor: Anchor, blocks: Sequence[Block], turn: int) -> bool:
    """Say whether most of an anchor pairs bases as the blocks do, or nearly so in a run of short repeats."""
    shared = 0
    for block in blocks:
        shift = abs(anchor.diagonal - block.locus_start + block.vector_start)
        if 2 * min(shift, abs(shift - turn)) <= anchor.length:
            shared += max(0, min(anchor.locus_end, block.locus_end) - max(anchor.locus, block.locus_start))
    return 2 * shared >= anchor.length


def _refuse(
    locus: Molecule,
    vector: Molecule,
    blocks: Sequence[Block],
    differences: Sequence[Difference],
    frames: Sequence[Frame],
) -> None:
    """Raise what forbids a prediction: a misplaced or missing arm, or nothing to change."""
    if any(d.size >= LARGE for d in differences):
        return
    least = significant_length(len(locus), len(vector))
    misplaced = misplaced_arm(blocks, frames, least)
    if misplaced is not None:
        raise misplaced
    if differences:
        return
    if vector.circular or len(vector) - blocks[0].length >= LARGE:
        raise one_arm(locus, vector, blocks[0])
    raise nothing_new(locus, vector, blocks[0])
