"""Humanisation: sequence of a second genome in place of the mouse's."""

from __future__ import annotations

from loxsmith.errors import InfeasibleError
from loxsmith.genome import Genome
from loxsmith.locus import Locus, Uniqueness
from loxsmith.request import Request
from loxsmith.strategy.model import Strategy


def humanised(request: Request, locus: Locus, unique: Uniqueness, second: Genome | None) -> Strategy:
    """Sequence of a second genome in place of the mouse's.

    Raises:
        InfeasibleError: always, in this version.
    """
    raise InfeasibleError(
        "This version does not build a humanisation yet.",
        hint="It builds point mutations (also conditional), C- and N-terminal tags, and coding sequences at "
        "the native ATG.",
        kind=request.kind,
    )
