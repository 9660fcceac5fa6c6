"""Conditional changes that are wild type before the recombinase: floxed mini-gene and FLEx."""

from __future__ import annotations

from loxsmith.errors import InfeasibleError
from loxsmith.locus import Locus, Uniqueness
from loxsmith.request import Request
from loxsmith.strategy.model import Strategy
from loxsmith.strategy.promising import Aim


def wild_type_before(aim: Aim, locus: Locus, unique: Uniqueness, request: Request) -> Strategy:
    """A change that is not made before the recombinase acts.

    Raises:
        InfeasibleError: always, in this version.
    """
    raise InfeasibleError(
        "This version does not build alleles that are wild type before the recombinase yet.",
        hint="Use --before null: a floxed STOP, with no full-length product until the recombinase acts.",
    )
