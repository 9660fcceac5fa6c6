"""Whether a guide can be used: what forbids it, what speaks against it, and what is worth knowing, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from loxsmith.guides.finding_guides import Guide
from loxsmith.guides.landmarks import Landmark
from loxsmith.guides.notes import remarks, stops_u6
from loxsmith.guides.variants import Variants, variants_under
from loxsmith.knowledge import limit

Delivery = Literal["RNP", "U6", "T7"]
"""How a guide is made: synthetic, with Cas9 protein; expressed from a U6 promoter; transcribed by T7 polymerase."""

_HARM: Final = {
    "splice site": "repair without the donor may spoil splicing, and no base there may be changed silently",
    "start codon": "repair without the donor may take the start away, and no base of it may be changed silently",
    "UTR": "no code says which changes there are silent",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ParalogueHit:
    """A place in a relative of the target gene that the guide fits."""

    gene: str
    """Symbol of the relative."""

    mismatches: int
    """How many of the 20 bases differ there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usability:
    """The verdict on one guide. A guide that cannot be used is shown with its reasons, never dropped."""

    usable: bool
    """False when at least one of the reasons forbids it."""

    reasons: tuple[str, ...]
    """What forbids it, then what speaks against it; one sentence each."""

    remarks: tuple[str, ...]
    """What else is worth knowing; one sentence each."""

    unfit: tuple[Delivery, ...] = ()
    """Ways of making it that do not work for this guide."""


def usability(
    guide: Guide,
    *,
    delivery: Delivery = "RNP",
    landmarks: Sequence[Landmark] = (),
    paralogues: Sequence[ParalogueHit] = (),
    variants: Variants | None = None,
    pam: str = "NGG",
) -> Usability:
    """Judge one guide by itself and by what lies where it lies.

    Forbidden are a TTTT in a guide to be expressed from U6; a site in a relative of the target gene with at most
    ``R29.family.mismatches`` mismatches; a variant in the PAM or the seed that the strain is known to bear. Such a
    variant of some strains speaks against the guide. All else is a remark.

    Args:
        guide: a guide of the text on which landmarks and variants lie.
        delivery: how it is to be made.
        landmarks: splice sites, start codons and untranslated regions.
        paralogues: what a search found in relatives of the target gene.
        variants: those of the strain, or of any; None when nobody looked.
        pam: the PAM the nuclease needs, IUPAC letters.

    >>> usability(Guide(protospacer="GACGTTTTGACGGACGGACG", pam="TGG", start=0, end=20, strand=1), delivery="U6").usable
    False
    """
    stopped = stops_u6(guide.protospacer)
    forbidden: list[str] = []
    against: list[str] = []
    known: list[str] = []
    if stopped and delivery == "U6":
        forbidden.append("It cannot be expressed from a U6 promoter, since TTTT ends the transcript.")
    for hit in sorted(paralogues, key=lambda h: (h.mismatches, h.gene)):
        close = hit.mismatches <= limit("R29.family.mismatches").value
        (forbidden if close else known).append(_related(hit))
    for under in variants_under(guide, variants, pam=pam) if variants else ():
        (forbidden if under.forbids else against if under.is_against else known).append(under.sentence)
    known += _over(guide, landmarks)
    known += remarks(guide)
    if variants and variants.note:
        known.append(variants.note)
    return Usability(
        usable=not forbidden,
        reasons=(*forbidden, *against),
        remarks=tuple(known),
        unfit=("U6",) if stopped else (),
    )


def _related(hit: ParalogueHit) -> str:
    count = (
        f"{hit.mismatches} mismatch{'' if hit.mismatches == 1 else 'es'}" if hit.mismatches else "no mismatch"
    )
    return f"It fits {hit.gene}, a relative of the target gene, with {count} (R29)."


def _over(guide: Guide, landmarks: Sequence[Landmark]) -> Iterator[str]:
    """Yield a sentence for each landmark that the protospacer lies over, by position."""
    for mark in sorted(landmarks, key=lambda m: (m.start, m.end, m.name)):
        if mark.start < guide.end and mark.end > guide.start:
            yield f"The protospacer lies over {mark.name}: {_HARM[mark.kind]}."
