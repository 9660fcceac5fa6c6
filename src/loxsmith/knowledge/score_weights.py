"""The numbers of the scores that are sums or products of weights: MIT, Rule Set 1 and CRISPRscan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from loxsmith.knowledge._files import read_tsv


@dataclass(frozen=True, slots=True, kw_only=True)
class MotifWeights:
    """Weights of a score that adds up what stands where in a stretch of fixed length."""

    intercept: float
    """What every stretch has."""

    motifs: Mapping[tuple[int, str], float]
    """Weight by 1-based position in the stretch and motif of one or two bases that starts there."""

    extra: Mapping[str, float]
    """Weights that are bound to no place, by name; empty where the score has none."""


@cache
def mit_weights() -> tuple[float, ...]:
    """Return the loss that a mismatch brings at each of the 20 positions (0-1), the PAM-distal first.

    >>> mit_weights()[-1]
    0.583
    """
    (row,) = read_tsv("mit_weights.tsv")
    return tuple(float(row[str(position)]) for position in range(1, 21))


@cache
def rule_set_1_weights() -> MotifWeights:
    """Return the weights of Rule Set 1 on 30 bases; ``extra`` holds ``gc_low`` and ``gc_high``.

    >>> rule_set_1_weights().motifs[24, "AG"]
    0.649075537
    """
    return _motif_weights("rule_set_1.tsv")


@cache
def crisprscan_weights() -> MotifWeights:
    """Return the weights of CRISPRscan on 35 bases.

    Its AA of weight -0.097 stands at 19. Some public copies have it at 18; a public comparison with the paper's own
    supplement found 19, and the worked examples cannot tell.

    >>> crisprscan_weights().motifs[9, "G"]
    0.114600681211
    """
    return _motif_weights("crisprscan.tsv")


def _motif_weights(name: str) -> MotifWeights:
    rows = [(int(row["position"]), row["motif"], float(row["weight"])) for row in read_tsv(name)]
    extra = {motif: weight for position, motif, weight in rows if not position}
    return MotifWeights(
        intercept=extra.pop("intercept"),
        motifs=MappingProxyType({(position, motif): weight for position, motif, weight in rows if position}),
        extra=MappingProxyType(extra),
    )
