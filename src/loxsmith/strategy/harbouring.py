"""Transgenes at a safe harbour."""

from __future__ import annotations

from loxsmith.errors import InfeasibleError
from loxsmith.locus import Locus, Uniqueness
from loxsmith.request import Request
from loxsmith.strategy.model import Strategy


def harboured(request: Request, locus: Locus, unique: Uniqueness) -> Strategy:
    """A transgene at a safe harbour.

    Raises:
        InfeasibleError: always, in this version.
    """
    raise InfeasibleError(
        "This version does not build a safe-harbour transgene yet.",
        hint="It builds point mutations (also conditional), C- and N-terminal tags, and coding sequences at "
        "the native ATG.",
        kind=request.kind,
    )
