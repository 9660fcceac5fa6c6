"""Why a vector cannot be recombined into a locus, in words that say what to mend."""

from __future__ import annotations

from collections.abc import Sequence

from loxsmith.errors import DataError
from loxsmith.recombination._remarks import Frame, overlap, span
from loxsmith.recombination.alignment import Block
from loxsmith.sequence import Molecule


def no_homology(locus: Molecule, vector: Molecule, *, frequent: bool) -> DataError:
    """Say that nothing in the vector pairs with the locus."""
    reason = ", only repeats that occur too often to place it" if frequent else ""
    return DataError(
        f"The vector {vector.name!r} ({len(vector)} bp) and the locus {locus.name!r} ({len(locus)} bp) "
        f"have no homology in common{reason}.",
        hint="Check that the locus is the one the arms were taken from.",
    )


def nothing_new(locus: Molecule, vector: Molecule, block: Block) -> DataError:
    """Say that the vector spells what the locus already has."""
    return DataError(
        f"The vector {vector.name!r} is identical to locus {locus.name!r} at "
        f"{span(block.locus_start, block.locus_end)}, so targeting would change nothing.",
        hint="Give the wild-type locus and the vector that carries the change.",
    )


def one_arm(locus: Molecule, vector: Molecule, block: Block) -> DataError:
    """Say which arm is missing, and how long the one is that was found."""
    before, after = block.vector_start, len(vector) - block.vector_end
    missing, present = ("3'", "5'") if after >= before else ("5'", "3'")
    arm = "second" if vector.circular else missing
    called = "" if vector.circular else f" {present}"
    return DataError(
        f"The {arm} arm is missing: the vector {vector.name!r} shares with locus {locus.name!r} "
        f"only one{called} arm of {block.length} bp, at {span(block.locus_start, block.locus_end)}.",
        hint="A vector needs homology on both sides of what it changes; does the locus reach far enough?",
        found_length=block.length,
    )


def misplaced_arm(blocks: Sequence[Block], frames: Sequence[Frame], least: float) -> DataError | None:
    """Say that a second arm exists but is turned round or in the wrong order; None when there is none."""
    start, end = blocks[0].vector_start, blocks[-1].vector_end
    low, high = blocks[0].locus_start, blocks[-1].locus_end
    for frame in frames:
        for anchor in sorted(frame.anchors, key=lambda a: (-a.score, a)):
            if anchor.score < least:
                break
            first, last = frame.on_vector(anchor)
            beside = overlap(first, last, start, end)
            home = overlap(anchor.locus, anchor.locus_end, low, high)
            if 2 * max(beside, home) > anchor.length:
                continue
            places = f"locus {span(low, high)} and {span(anchor.locus, anchor.locus_end)}"
            if frame.strand == -1:
                return DataError(
                    f"The arms lie in opposite orientation on the vector: {places} match different strands.",
                    hint="Turn one arm round, so that both read as the locus does.",
                )
            return DataError(
                f"The arms lie in swapped order on the vector: {places} follow each other the wrong way.",
                hint="Put the arm that comes first in the locus before the insert, the other one behind it.",
            )
    return None
