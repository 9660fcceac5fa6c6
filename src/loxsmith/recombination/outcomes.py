"""The alleles that one vector can make of one locus: the wanted one, and those screening must exclude.

Products are cut and joined from the two molecules, so that every base still knows where it comes from; which
bases to cut is decided by the alignment of the sequences alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from loxsmith.knowledge import sites
from loxsmith.recombination._pairing import LARGE
from loxsmith.recombination.alignment import Arm, Block, Difference
from loxsmith.sequence import Molecule, reverse_complement


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """An allele that targeting can produce."""

    id: str
    """``targeted``, ``tandem``, ``backbone``, ``one_arm_5p``, ``one_arm_3p``, ``distal_site_lost`` or
    ``edit_lost``; a second one of a kind ends in ``_2``."""

    molecule: Molecule
    """The locus after the event."""

    intended: bool
    """Whether it is the one the vector was made for."""

    note: str
    """How it arises, in one sentence."""

    lost: tuple[Difference, ...] = ()
    """Differences of the vector that this allele does not carry."""


class Setting(NamedTuple):
    """Locus, reoriented vector and how they pair: what every outcome is made from."""

    locus: Molecule
    vector: Molecule
    blocks: tuple[Block, ...]
    five: Arm
    three: Arm
    differences: tuple[Difference, ...]


def outcomes(setting: Setting) -> tuple[Outcome, ...]:
    """Return the intended allele first, then the unintended ones."""
    found = [_targeted(setting), _tandem(setting)]
    if setting.vector.circular:
        found.append(_backbone(setting))
    found += [_one_arm_5p(setting), _one_arm_3p(setting), *_partial(setting)]
    return tuple(found)


# -- both crossovers, or one -------------------------------------------------------------------------------


def _targeted(s: Setting) -> Outcome:
    core = s.vector.slice(s.five.vector_start, s.three.vector_end)
    molecule = _within(s, s.five.locus_start, core, s.three.locus_end)
    return _wrong("targeted", molecule, "One crossover in each outer arm.", intended=True)


def _tandem(s: Setting) -> Outcome:
    turn = s.vector.slice(s.five.vector_start, len(s.vector)) + s.vector.slice(0, s.three.vector_end)
    molecule = _within(s, s.five.locus_start, turn, s.three.locus_end)
    return _wrong("tandem", molecule, "Two copies of the donor, joined head to tail, enter between the arms.")


def _backbone(s: Setting) -> Outcome:
    on_locus, on_vector = _middle(s.blocks, s.five)
    circle = s.vector.linearise(on_vector)
    molecule = _within(s, on_locus, circle, on_locus)
    return _wrong(
        "backbone",
        molecule,
        "A single crossover in the 5' arm takes in the whole circle and doubles the homology.",
    )


def _one_arm_5p(s: Setting) -> Outcome:
    rest = s.vector.slice(s.five.vector_start, len(s.vector))
    molecule = _within(s, s.five.locus_start, rest, s.five.locus_end)
    return _wrong(
        "one_arm_5p",
        molecule,
        "The 5' arm recombines; the other end of the donor is joined to the locus just past that arm, "
        "which doubles the 3' homology.",
    )


def _one_arm_3p(s: Setting) -> Outcome:
    rest = s.vector.slice(0, s.three.vector_end)
    if s.vector.circular:
        rest = s.vector.slice(s.three.vector_end, len(s.vector)) + rest
    molecule = _within(s, s.three.locus_start, rest, s.three.locus_end)
    return _wrong(
        "one_arm_3p",
        molecule,
        "The 3' arm recombines; the other end of the donor is joined to the locus just before that arm, "
        "which doubles the 5' homology.",
    )


def _within(s: Setting, start: int, insert: Molecule, end: int) -> Molecule:
    return s.locus.slice(0, start) + insert + s.locus.slice(end, len(s.locus))


def _wrong(id_: str, molecule: Molecule, note: str, *, intended: bool = False) -> Outcome:
    return Outcome(id=id_, molecule=molecule.renamed(id_), intended=intended, note=note)


def _middle(blocks: Sequence[Block], arm: Arm) -> tuple[int, int]:
    """Return a homologous base near the middle of ``arm``, on locus and vector."""
    middle = (arm.locus_start + arm.locus_end) // 2
    block = [b for b in blocks if b.locus_start <= middle][-1]
    at = min(middle, block.locus_end - 1)
    return at, block.vector_start + at - block.locus_start


# -- a crossover between two differences -------------------------------------------------------------------


def main_difference(differences: Sequence[Difference], middle: float) -> int:
    """Return the index of what makes the allele: the largest difference, or the most central small one."""
    largest = max(range(len(differences)), key=lambda i: (differences[i].size, -i))
    if differences[largest].size >= LARGE:
        return largest
    return min(range(len(differences)), key=lambda i: (abs(_centre(differences[i]) - middle), i))


def _centre(difference: Difference) -> float:
    return (difference.vector_start + difference.vector_end) / 2


def _partial(s: Setting) -> list[Outcome]:
    """Return what arises when one crossover falls into the homology next to the main difference."""
    main = main_difference(s.differences, (s.five.vector_start + s.three.vector_end) / 2)
    centre, before, after = s.differences[main], s.differences[:main], s.differences[main + 1 :]
    found: list[Outcome] = []
    if before:
        core = s.vector.slice(centre.vector_start, s.three.vector_end)
        molecule = _within(s, centre.locus_start, core, s.three.locus_end)
        found.append(_lossy(s, molecule, before, "before", found))
    if after:
        core = s.vector.slice(s.five.vector_start, centre.vector_end)
        molecule = _within(s, s.five.locus_start, core, centre.locus_end)
        found.append(_lossy(s, molecule, after, "after", found))
    return found


def _lossy(
    s: Setting, molecule: Molecule, lost: tuple[Difference, ...], side: str, others: Sequence[Outcome]
) -> Outcome:
    names = sorted({name for difference in lost for name in _sites_in(s, difference)})
    id_ = "distal_site_lost" if names else "edit_lost"
    if any(other.id == id_ for other in others):
        id_ += "_2"
    places = ", ".join(str(d.locus_start + 1) for d in lost[:4]) + (", ..." if len(lost) > 4 else "")
    holding = f" with its {' and '.join(names)}" if names else ""
    note = (
        f"A crossover in the homology just {side} the main difference leaves out what lies beyond{holding}: "
        f"{len(lost)} difference{'s' if len(lost) > 1 else ''}, at locus {places}."
    )
    return Outcome(id=id_, molecule=molecule.renamed(id_), intended=False, note=note, lost=lost)


def _sites_in(s: Setting, difference: Difference) -> list[str]:
    """Return the names of recombinase sites that an inserted difference brings, on either strand.

    Looks a site's length beyond the difference: an insertion is put as far left as it goes, so the last bases
    of a site that repeat its flank stand behind it.
    """
    if difference.kind not in ("insertion", "replacement"):
        return []
    text = s.vector.sequence
    found: list[str] = []
    for site in sites():
        for spelled in (site.minimal, reverse_complement(site.minimal)):
            first = max(difference.vector_start - len(spelled) + 1, 0)
            if text.find(spelled, first, difference.vector_end + len(spelled) - 1) >= 0:
                found.append(site.name)
                break
    return found
