"""How well a guide is likely to cut, by two published models, and what its cut is likely to leave behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from types import MappingProxyType
from typing import Final

from loxsmith.guides.cutting_frequency import PROTOSPACER
from loxsmith.guides.finding_guides import Guide
from loxsmith.guides.microhomology import REACH, microhomology
from loxsmith.knowledge import MotifWeights, crisprscan_weights, rule_set_1_weights
from loxsmith.sequence import is_plain, reverse_complement

SUITS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "rule_set_1": "trained on U6-expressed guides in mammalian cells",
        "crisprscan": "trained on T7-transcribed guides injected into zebrafish embryos; for T7 guides in zygotes",
        "out_of_frame": "matters for a knock-out, and tells what end joining will do to the other allele",
        "microhomology": "how much of the repair by end joining runs through short repeats",
    }
)
"""Which delivery, or question, each score suits."""

NEITHER: Final = (
    "neither activity score was made for chemically synthesised guide RNA with Cas9 protein; which of them predicts "
    "better depends on how the guide is made (Haeussler 2016, doi:10.1186/s13059-016-1012-2)"
)
"""What must be known beside any number of predicted activity."""

_BEFORE: Final = {"rule_set_1": 4, "crisprscan": 6}
"""Bases read before the protospacer."""

_BEHIND: Final = {"rule_set_1": 3, "crisprscan": 6}
"""Bases read behind the PAM."""

_PAM: Final = 3
_EVEN: Final = 10
"""G and C of 20 bases at which Rule Set 1 takes nothing off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideScores:
    """The scores of one guide at its place; None where the text ends too soon or holds an ambiguous letter."""

    rule_set_1: float | None
    """Predicted activity (0-1), Doench 2014; see :data:`SUITS`."""

    crisprscan: float | None
    """Predicted activity (about 0-1), Moreno-Mateos 2015; see :data:`SUITS`."""

    out_of_frame: float | None
    """Share (0-100) of the repair through microhomology that shifts the frame, Bae 2014."""

    microhomology: float | None
    """Strength of the repair through microhomology, Bae 2014; no upper end."""


def rule_set_1(context: str) -> float | None:
    """Return the activity (0-1) that Rule Set 1 of Doench 2014 predicts.

    Args:
        context: 30 bases on the guide's strand: 4 before the protospacer, its 20, NGG, 3 behind.

    Returns:
        the score, or None where these are not 30 of A, C, G, T with GG in their place.

    >>> round(rule_set_1("TATAGCTGCGATCTGAGGTAGGGAGGGACC"), 9)
    0.713089368
    """
    text = _checked(context, "rule_set_1")
    if text is None:
        return None
    weights = rule_set_1_weights()
    spacer = text[_BEFORE["rule_set_1"] :][:PROTOSPACER]
    excess = spacer.count("G") + spacer.count("C") - _EVEN
    slope = weights.extra["gc_high" if excess > 0 else "gc_low"]
    return 1 / (1 + exp(-(_sum(weights, text) + slope * abs(excess))))


def crisprscan(context: str) -> float | None:
    """Return the activity (about 0-1, not held within) that CRISPRscan of Moreno-Mateos 2015 predicts.

    Args:
        context: 35 bases on the guide's strand: 6 before the protospacer, its 20, NGG, 6 behind.

    Returns:
        the score, or None where these are not 35 of A, C, G, T with GG in their place.

    >>> round(crisprscan("GGACCTATCGATGCTCGTGCTGGGTACGGTTGTGA"), 3)
    0.712
    """
    text = _checked(context, "crisprscan")
    return None if text is None else _sum(crisprscan_weights(), text)


def scores_at(text: str, guide: Guide) -> GuideScores:
    """Return every score of a guide, each read off the text around it.

    Activity is told for three-letter PAMs behind the protospacer that are NGG, repair for blunt cuts.

    Args:
        text: the top strand that the guide's positions count on.
        guide: a guide of that text.

    Raises:
        ValueError: the text does not spell the guide in its place.
    """
    start, end = guide.start, guide.end
    spelled = text[max(start, 0) : end].upper()
    if (spelled if guide.strand > 0 else reverse_complement(spelled)) != guide.protospacer:
        raise ValueError(f"the text does not read {guide.protospacer} at {start}-{end}")
    blunt = guide.cut == guide.other_cut
    around = text[guide.cut - REACH : guide.cut + REACH] if blunt and guide.cut >= REACH else ""
    repair = microhomology(around, REACH) if len(around) == 2 * REACH else None
    return GuideScores(
        rule_set_1=rule_set_1(_context(text, guide, "rule_set_1")),
        crisprscan=crisprscan(_context(text, guide, "crisprscan")),
        out_of_frame=repair.out_of_frame if repair else None,
        microhomology=repair.score if repair else None,
    )


def _context(text: str, guide: Guide, score: str) -> str:
    """The bases a score is read on, on the guide's strand; empty where the text ends before, or for another PAM."""
    if guide.side != 3 or len(guide.pam) != _PAM:
        return ""
    before, behind = _BEFORE[score], _PAM + _BEHIND[score]
    if guide.strand < 0:
        before, behind = behind, before
    if guide.start < before or guide.end + behind > len(text):
        return ""
    read = text[guide.start - before : guide.end + behind]
    return read if guide.strand > 0 else reverse_complement(read)


def _checked(context: str, score: str) -> str | None:
    """The context in capitals, or None where the score was not made for it."""
    text, before = context.upper(), _BEFORE[score]
    size = before + PROTOSPACER + _PAM + _BEHIND[score]
    pam = text[before + PROTOSPACER :][:_PAM]
    return text if len(text) == size and pam.endswith("GG") and is_plain(text) else None


def _sum(weights: MotifWeights, text: str) -> float:
    """Intercept and the weights of the motifs that stand in their place."""
    total, of = weights.intercept, weights.motifs
    for at, base in enumerate(text, start=1):
        total += of.get((at, base), 0.0)
    for at in range(1, len(text)):
        total += of.get((at, text[at - 1 : at + 1]), 0.0)
    return total
