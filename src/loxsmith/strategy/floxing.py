"""Conditional knock-outs: critical exons between two sites."""

from __future__ import annotations

from loxsmith.errors import InfeasibleError
from loxsmith.locus import Locus, Uniqueness
from loxsmith.request import Request
from loxsmith.strategy.model import Strategy


def floxed(request: Request, locus: Locus, unique: Uniqueness) -> Strategy:
    """A critical region between two sites of a recombinase.

    Raises:
        InfeasibleError: always, in this version.
    """
    raise InfeasibleError(
        f"This version does not build {_WHAT[request.kind]} yet.",
        hint="It builds point mutations (also conditional), C- and N-terminal tags, and coding sequences at "
        "the native ATG.",
        kind=request.kind,
    )


_WHAT = {"flox": "a conditional knock-out", "ikmc": "an IKMC-type allele"}
