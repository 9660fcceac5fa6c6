"""Transgenes at a safe harbour: with a promoter of their own, or spliced to the harbour's own transcript."""

from __future__ import annotations

from loxsmith.errors import InfeasibleError
from loxsmith.knowledge import harbour, limit
from loxsmith.locus import Locus, Uniqueness, harbour_site
from loxsmith.request import Request
from loxsmith.strategy.harbour_plan import Plan
from loxsmith.strategy.model import Strategy
from loxsmith.strategy.transgenes import read_transgene


def harboured(request: Request, locus: Locus, unique: Uniqueness) -> Strategy:
    """A transgene at a safe harbour: a plasmid in zygotes, or a vector in ES cells where it is too long for them.

    Raises:
        RequestError: the payload makes no transgene.
        InfeasibleError: it cannot be built as asked for.
        DataError: the harbour's insertion point is not on the sequence at hand.
    """
    plan = _plan(request, locus)
    if request.method == "es" or request.donor == "vector":
        return plan.in_es_cells("ES cells were asked for.")
    most = limit("D1.rosa.insert").whole
    if plan.size <= most:
        return plan.in_zygotes()
    why = f"The insert has {plan.size} bp, and above {most} bp ES cells are the better way."
    if request.method == "zygote" or request.donor != "auto":
        raise InfeasibleError(why, hint="Use --method es.")
    return plan.in_es_cells(why)


def harbour_donor(request: Request, locus: Locus) -> Strategy:
    """Return the transgene on a donor for zygotes, whatever else may be possible.

    Raises:
        RequestError: the payload makes no transgene.
        InfeasibleError: it is too long for one.
        DataError: the harbour's insertion point is not on the sequence at hand.
    """
    plan = _plan(request, locus)
    most = limit("D1.rosa.insert").whole
    if plan.size > most:
        raise InfeasibleError(
            f"The insert has {plan.size} bp, and above {most} bp ES cells are the better way.",
            hint="Use the whole design with --method es, which draws the targeting vector.",
        )
    return plan.in_zygotes()


def harboured_without_guide(request: Request, locus: Locus, reason: str) -> Strategy:
    """Choose again once it has turned out that no guide can be used.

    Raises:
        InfeasibleError: zygotes were asked for.
    """
    if request.method == "zygote" or request.donor != "auto":
        raise InfeasibleError(reason, hint="Use --method es, which needs no guide.")
    return _plan(request, locus).in_es_cells(reason)


def _plan(request: Request, locus: Locus) -> Plan:
    place = harbour(request.gene or "")
    plan = Plan(
        request=request,
        locus=locus,
        harbour=place,
        site=harbour_site(locus, place),
        transgene=read_transgene(request.payload),
    )
    plan.must_hold()
    return plan
