"""What ``target`` hands over: arms and outcomes as one JSON value, and one GenBank record per outcome."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from loxsmith.package.genbank import Mark, write_genbank
from loxsmith.recombination.homology import Arm, Difference, Outcome, Targeting
from loxsmith.sequence import Molecule
from loxsmith.wiring.placed_sites import sign, site_marks, site_rows
from loxsmith.wiring.recombined import ORGANISM, file_of

_ARM_NAMES = {"5p": "5' homology arm", "3p": "3' homology arm"}


def targeted(found: Targeting, vector: Molecule, *, written: bool) -> dict[str, Any]:
    """Return a targeting as the JSON value of ``loxsmith target``.

    Args:
        found: how vector and locus pair.
        vector: the vector as it was given; its positions are counted on it, whatever way it pairs.
        written: whether each outcome has a file.
    """
    return {
        "arms": {name: _arm(arm, found, vector) for name, arm in found.arms.items()},
        "vector_strand": sign(found.strand),
        "differences": [_difference(difference, found, vector) for difference in found.differences],
        "products": [_product(outcome, written=written) for outcome in found.outcomes],
        "warnings": list(found.warnings),
    }


def write_targeted(found: Targeting, folder: Path) -> None:
    """Write one GenBank record per outcome into ``folder``; the intended one carries its arms."""
    for outcome in found.outcomes:
        text = write_genbank(
            outcome.molecule,
            name=outcome.id,
            definition=f"{outcome.id}: {outcome.note}",
            marks=[*(arm_marks(found) if outcome.intended else ()), *site_marks(outcome.molecule)],
            organism=ORGANISM,
        )
        (folder / file_of(outcome.id)).write_text(text, encoding="utf-8", newline="\n")


def arm_marks(found: Targeting) -> list[Mark]:
    """Return both arms as they lie on the intended allele, which is the locus with the core of the vector."""
    moved = found.arms["5p"].locus_start - found.arms["5p"].vector_start
    return [
        Mark(
            kind="misc_feature",
            label=_ARM_NAMES[name],
            segments=((arm.vector_start + moved, arm.vector_end + moved, 1),),
        )
        for name, arm in found.arms.items()
    ]


def as_given(found: Targeting, vector: Molecule, start: int, end: int) -> str:
    """Print a stretch of the reoriented vector on the vector as given, 1-based and inclusive.

    The smaller number comes first, unless the stretch runs over the origin of a circle.
    """
    if end <= start:
        return ""
    length = len(vector)
    offset = _offset(found, vector)
    if found.strand == 1:
        first, last = offset + start, offset + end - 1
    else:
        first, last = offset - end + 1, offset - start
    return f"{first % length + 1}-{last % length + 1}"


def _offset(found: Targeting, vector: Molecule) -> int:
    """Return where base 0 of the reoriented vector lies on the vector as given."""
    place = found.vector.locate(0)
    return next(
        at
        for at, strand in vector.find(place.source, place.position)
        if strand * place.strand == found.strand and _agrees(found, vector, at)
    )


def _agrees(found: Targeting, vector: Molecule, at: int) -> bool:
    """Say whether the reoriented vector's bases read on from ``at`` of the vector as given."""
    if found.strand == 1:
        turned = vector.rotate(at) if vector.circular else vector
    else:
        flipped = vector.reverse_complement()
        turned = flipped.rotate(len(vector) - 1 - at) if vector.circular else flipped
    return turned.sequence == found.vector.sequence


def _arm(arm: Arm, found: Targeting, vector: Molecule) -> dict[str, Any]:
    return {
        "locus": f"{arm.locus_start + 1}-{arm.locus_end}",
        "vector": as_given(found, vector, arm.vector_start, arm.vector_end),
        "length": arm.length,
        "identity": round(arm.identity, 6),
    }


def _difference(difference: Difference, found: Targeting, vector: Molecule) -> dict[str, Any]:
    gone = difference.locus_end - difference.locus_start
    return {
        "kind": difference.kind,
        "locus": f"{difference.locus_start + 1}-{difference.locus_end}" if gone else None,
        "before": difference.locus_start + 1,
        "vector": as_given(found, vector, difference.vector_start, difference.vector_end) or None,
        "bases_lost": gone,
        "bases_gained": difference.vector_end - difference.vector_start,
    }


def _product(outcome: Outcome, *, written: bool) -> dict[str, Any]:
    molecule = outcome.molecule
    return {
        "id": outcome.id,
        "intended": outcome.intended,
        "topology": molecule.topology,
        "length": len(molecule),
        "sha256": sha256(molecule.sequence.encode()).hexdigest(),
        "file": file_of(outcome.id) if written else None,
        "note": outcome.note,
        "sites": site_rows(molecule),
    }
