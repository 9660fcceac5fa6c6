"""Conditional changes that are wild type before the recombinase: floxed mini-gene or FLEx, and which of them."""

from __future__ import annotations

from dataclasses import dataclass

from loxsmith.errors import InfeasibleError, LoxsmithError, RequestError
from loxsmith.locus import Locus, Uniqueness
from loxsmith.request import Request
from loxsmith.strategy.cassettes import (
    SELECTION_SETTING,
    STRATEGY_SETTING,
    are_heterospecific,
    inversion_sites,
    selection_agent,
)
from loxsmith.strategy.flex_exon import Flex
from loxsmith.strategy.flex_exon import plan as plan_flex
from loxsmith.strategy.flexing import flex
from loxsmith.strategy.minigene import Choice, MiniGene, mini_gene
from loxsmith.strategy.minigene import plan as plan_mini_gene
from loxsmith.strategy.model import Alternative, Strategy
from loxsmith.strategy.promising import Aim
from loxsmith.strategy.stopping import stopped

WAYS = ("mini-gene", "flex")
"""Values of the setting ``strategy``."""

SHORT = 1500
"""Coding bases behind the change up to which a mini-gene is preferred to a FLEx (judgement): one synthetic fragment
with the acceptor, and little of the gene's own splicing is lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plans:
    """What each way would be, or why it cannot be built."""

    mini: MiniGene | InfeasibleError
    """The mini-gene."""

    flex: Flex | InfeasibleError
    """The FLEx."""

    @property
    def refusals(self) -> dict[str, str]:
        """Why a way cannot be built, by its name."""
        held = zip(WAYS, (self.mini, self.flex), strict=True)
        return {way: found.message for way, found in held if isinstance(found, InfeasibleError)}


def wild_type_before(aim: Aim, locus: Locus, unique: Uniqueness, request: Request) -> Strategy:
    """A change that is not made before the recombinase acts.

    A mini-gene where the coding sequence behind the change is short, else a FLEx; either where the other has no room.

    Raises:
        RequestError: the way or the sites asked for contradict each other.
        InfeasibleError: neither can be built; the hint names the nearest request that can.
    """
    if request.method == "zygote":
        raise InfeasibleError(
            "A floxed mini-gene or a FLEx of several kilobases in cis with a change is not built in zygotes.",
            hint="Leave out --method zygote.",
        )
    switch = request.recombinase or "Cre"
    remover = selection_agent(switch, request.options.get(SELECTION_SETTING))
    asked = _asked(request)
    plans = Plans(mini=_tried_mini_gene(aim, locus, unique), flex=_tried_flex(aim, locus, switch))
    way, why = _chosen(plans, asked, request)
    choice = Choice(why=why, alternatives=_alternatives(plans, way))
    if way == "flex" and isinstance(plans.flex, Flex):
        return flex(aim, locus, request, plans.flex, switch, remover, choice)
    if way == "mini-gene" and isinstance(plans.mini, MiniGene):
        return mini_gene(aim, locus, request, plans.mini, switch, remover, choice)
    raise _refused(plans, way, _nearest(plans, aim, locus, unique, request))


def _asked(request: Request) -> str | None:
    said = request.options.get(STRATEGY_SETTING)
    if said is None:
        return None
    way = str(said).casefold()
    if way not in WAYS:
        raise RequestError(
            f"{said!r} is no way to keep an allele wild type before the recombinase.",
            hint=f"Set {STRATEGY_SETTING} to {' or '.join(WAYS)}, or ask for --before null.",
        )
    return way


def _tried_mini_gene(aim: Aim, locus: Locus, unique: Uniqueness) -> MiniGene | InfeasibleError:
    try:
        return plan_mini_gene(aim, locus, unique)
    except InfeasibleError as refusal:
        return refusal


def _tried_flex(aim: Aim, locus: Locus, switch: str) -> Flex | InfeasibleError:
    try:
        inversion_sites(switch, ())
        return plan_flex(aim, locus)
    except InfeasibleError as refusal:
        return refusal


def _chosen(plans: Plans, asked: str | None, request: Request) -> tuple[str, tuple[str, ...]]:
    """Return the way, and why."""
    rule, why = _by_rule(plans, request)
    if asked is None:
        return rule, (why,)
    if asked == rule:
        return asked, (
            f"The request names this way (--set {STRATEGY_SETTING}={asked}), which is also the rule's.",
            why,
        )
    return asked, (
        f"The request names this way (--set {STRATEGY_SETTING}={asked}). By rule it would have been the other: {why}",
    )


def _by_rule(plans: Plans, request: Request) -> tuple[str, str]:
    mini, refusals = plans.mini, plans.refusals
    if are_heterospecific(request.control.sites):
        return (
            "flex",
            f"The sites {' and '.join(request.control.sites)} do not meet each other: those of a FLEx.",
        )
    if isinstance(mini, InfeasibleError):
        return "flex", f"A mini-gene cannot be built here: {mini.message}"
    if "flex" in refusals:
        return "mini-gene", f"A FLEx cannot be built here: {refusals['flex']}"
    if mini.size <= SHORT:
        return "mini-gene", (
            f"The wild type is wanted before the recombinase, and the coding sequence to be carried along is short: "
            f"{mini.size} bp, up to {SHORT} (judgement)."
        )
    return "flex", (
        f"The wild type is wanted before the recombinase, and the coding sequence behind the change has "
        f"{mini.size} bp: above {SHORT} (judgement) a mini-gene would replace too much of the gene's own splicing."
    )


def _refused(plans: Plans, way: str, nearest: str) -> InfeasibleError:
    """Say why the way taken cannot be gone; both, where neither can."""
    refusals = plans.refusals
    if len(refusals) < len(WAYS):
        return InfeasibleError(refusals[way], hint=nearest)
    reasons = "; ".join(_lower(refusals[key]) for key in WAYS)
    return InfeasibleError(
        f"The allele cannot be kept wild type before the recombinase: {reasons}.", hint=nearest
    )


def _nearest(plans: Plans, aim: Aim, locus: Locus, unique: Uniqueness, request: Request) -> str:
    """Name the nearest request that can be built."""
    for way in WAYS:
        if way not in plans.refusals:
            return (
                f"The nearest feasible request is --set {STRATEGY_SETTING}={way}, without two kinds of sites."
            )
    try:
        stopped(aim, locus, unique, request)
    except LoxsmithError:
        return f"The nearest feasible request is the constitutive change: {locus.gene.symbol} {aim.what}."
    return "Use --before null: a floxed STOP, with no full-length product until the recombinase acts."


def _lower(sentence: str) -> str:
    text = sentence.rstrip(".")
    first = text.partition(" ")[0]
    return text[0].lower() + text[1:] if first in {"A", "No", "The", "An"} else text


def _alternatives(plans: Plans, way: str) -> tuple[Alternative, ...]:
    """The ways not taken, each with the reason."""
    found = []
    for other in WAYS:
        if other != way:
            refusal = plans.refusals.get(other)
            cannot = f" It cannot be built here: {refusal}" if refusal else ""
            found.append(Alternative(id=other, why_not=f"{_NATURE[other]}{cannot}"))
    if way == "flex":
        found.append(Alternative(id="single inversion", why_not=_ONE_COPY))
    return (*found, Alternative(id="es-lsl", why_not=_STOP))


_NATURE = {
    "mini-gene": "A floxed wild-type mini-gene needs one kind of site, but carries all the coding sequence behind the "
    "change as cDNA and loses the gene's own splicing and 3' end until the recombinase acts.",
    "flex": "An inverted mutant exon (FLEx) keeps the gene's own introns, but needs two kinds of sites and turns the "
    "DNA over; where the rest of the coding sequence is short, a mini-gene has fewer parts.",
}

_ONE_COPY = "Turning round the only copy of the exon would make the allele null, not wild type, before."

_STOP = (
    "A floxed STOP is simpler, but makes no full-length protein before the recombinase, and the wild type was asked "
    "for (--before wild-type)."
)
