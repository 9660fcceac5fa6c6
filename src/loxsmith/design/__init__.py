"""The drawer: from a strategy to the molecules to build."""

from __future__ import annotations

from loxsmith.design.donors import NoGuideError, draw_donor
from loxsmith.design.drawing import Candidate, Construct, Drawing
from loxsmith.design.vector import draw_vector
from loxsmith.locus import Locus, Uniqueness
from loxsmith.request import Request
from loxsmith.strategy import Strategy

__all__ = ["Candidate", "Construct", "Drawing", "NoGuideError", "draw"]


def draw(strategy: Strategy, locus: Locus, unique: Uniqueness, request: Request) -> Drawing:
    """Draw what ``strategy`` asks for at ``locus``.

    Raises:
        InfeasibleError: the sequence at hand is too short, or no guide can be used.
    """
    if strategy.donor == "vector":
        return draw_vector(strategy, locus, unique, request)
    return draw_donor(strategy, locus, unique, request)
