"""The drawer: from a strategy to the molecules to build."""

from __future__ import annotations

from loxsmith.design.donors import CrowdedError, NoGuideError, RepeatedArmsError, draw_donor
from loxsmith.design.drawing import Candidate, Construct, Drawing
from loxsmith.design.guiding import Examiner, Judged, Predictor, Searcher
from loxsmith.design.ordering import modifications, order_text, own_bases
from loxsmith.design.preferences import READ as GUIDE_SETTINGS
from loxsmith.design.vector import draw_vector
from loxsmith.design.wishes import READ as DONOR_SETTINGS
from loxsmith.errors import InfeasibleError
from loxsmith.locus import Locus, Uniqueness
from loxsmith.request import Request
from loxsmith.strategy import Strategy

__all__ = [
    "SETTINGS",
    "Candidate",
    "Construct",
    "CrowdedError",
    "Drawing",
    "Examiner",
    "Judged",
    "NoGuideError",
    "Predictor",
    "RepeatedArmsError",
    "Searcher",
    "draw",
    "modifications",
    "order_text",
    "own_bases",
]


SETTINGS = (*GUIDE_SETTINGS, *DONOR_SETTINGS)
"""Settings of a request (``--set``) that guides and donors go by."""


def draw(
    strategy: Strategy,
    locus: Locus,
    unique: Uniqueness,
    request: Request,
    *,
    specificity: Searcher | None = None,
    efficiency: Predictor | None = None,
    examiner: Examiner | None = None,
    crowded: bool = False,
    judged: Judged | None = None,
) -> Drawing:
    """Draw what ``strategy`` asks for at ``locus``.

    Args:
        strategy: what is built, by which route.
        locus: the wild type.
        unique: its repeats.
        request: for arms and settings.
        specificity: looks protospacers up in a genome; without it no off-targets are known.
        efficiency: predicts how well guides cut.
        examiner: judges the guides themselves.
        crowded: for want of a better take a guide that may also cut similar places of the locus.
        judged: guides judged for this request before, for other donors; more are added.

    Raises:
        InfeasibleError: the sequence at hand is too short or not known base by base, or no guide can be used.
    """
    if strategy.donor == "vector":
        drawing = draw_vector(strategy, locus, unique, request)
    else:
        drawing = draw_donor(
            strategy,
            locus,
            unique,
            request,
            specificity=specificity,
            efficiency=efficiency,
            examiner=examiner,
            crowded=crowded,
            judged=judged,
        )
    _must_be_plain(drawing, locus)
    return drawing


def _must_be_plain(drawing: Drawing, locus: Locus) -> None:
    """Nobody can synthesise or clone a base that the genome does not name."""
    (start, _), (_, end) = drawing.arms
    text = locus.molecule.sequence
    unknown = next((p for p in range(start, end) if text[p] not in "ACGT"), None)
    if unknown is not None:
        raise InfeasibleError(
            f"The genome has the letter {text[unknown]} within the homology arms, at "
            f"{locus.describe(unknown, unknown + 1)}.",
            hint="Give an assembly in which this stretch is sequenced, or other arms with --arms 5P,3P.",
        )
