"""Humanisation: sequence of a second genome in place of the mouse's."""

from __future__ import annotations

from dataclasses import replace

from loxsmith.errors import InfeasibleError
from loxsmith.genome import Genome
from loxsmith.locus import Locus, Uniqueness
from loxsmith.request import ProteinChange, Request
from loxsmith.strategy.human_blocks import domain
from loxsmith.strategy.human_genes import genomic
from loxsmith.strategy.human_inserts import coding_sequence, exon_two_to_stop
from loxsmith.strategy.human_numbers import Counted, made_human, on_the_mouse
from loxsmith.strategy.human_routes import routed
from loxsmith.strategy.model import Strategy
from loxsmith.strategy.orthologues import Orthologue, orthologue
from loxsmith.strategy.pointing import point_aim
from loxsmith.strategy.routes import marked
from loxsmith.strategy.stopping import stopped
from loxsmith.strategy.switching import wild_type_before


def needs_human(request: Request) -> bool:
    """Whether a request cannot be answered without the human gene."""
    return request.kind == "humanize" or any(
        isinstance(change, ProteinChange) and change.numbering == "human" for change in request.changes
    )


def humanised(
    request: Request,
    locus: Locus,
    unique: Uniqueness,
    second: Genome | None,
    failed: str = "",
    tried: Strategy | None = None,
) -> Strategy:
    """Choose how human sequence, or a change counted on the human protein, is put into the mouse gene.

    Args:
        request: what was asked for.
        locus: the mouse gene.
        unique: its repeats.
        second: the genome with the human gene.
        failed: why no guide would do, when that is known already; else empty.
        tried: the strategy that failed.

    Raises:
        DataError: the human gene is not at hand, or not whole.
        RequestError: a stated residue is not there, or nothing would change.
        InfeasibleError: the proteins are not alike, or no strategy can keep its promises.
    """
    found = orthologue(request, locus, second)
    scope, _, numbers = (request.humanize_scope or "").partition(":")
    if scope in {"", "residues"}:
        wanted = [int(number) for number in numbers.split(",") if number]
        counted = made_human(wanted, found) if wanted else on_the_mouse(request.changes, found)
        return _of_residues(counted, found, request, unique, failed, tried)
    if request.is_conditional:
        raise InfeasibleError(
            f"A humanisation with scope={scope} that waits for a recombinase is not built yet.",
            hint=f"Leave out conditional: humanize {locus.gene.symbol} scope={request.humanize_scope}; "
            "scope=residues:N can be conditional.",
        )
    if scope == "domain":
        first, _, last = numbers.partition("-")
        return domain(int(first), int(last), found, request, unique, failed, tried)
    builders = {"cds": coding_sequence, "exon2-stop": exon_two_to_stop, "genomic": genomic}
    return builders[scope](found, request, unique, failed, tried)


def _of_residues(
    counted: Counted,
    found: Orthologue,
    request: Request,
    unique: Uniqueness,
    failed: str,
    tried: Strategy | None,
) -> Strategy:
    """Residues are changed as any others are, once they are counted on the mouse protein."""
    changes, said = counted
    locus = found.mouse
    aim = point_aim("+".join(c.text for c in changes), changes, request, locus)
    aim = replace(aim, assumptions=(found.statement, *said, *aim.assumptions))
    if request.is_conditional and request.before == "wild-type":
        return wild_type_before(aim, locus, unique, request)
    if request.is_conditional and request.method == "zygote":
        raise InfeasibleError(
            "A floxed STOP of several kilobases in cis with a distant change is not built in zygotes.",
            hint="Leave out --method zygote.",
        )
    if request.is_conditional:
        return stopped(aim, locus, unique, request)
    return routed(aim, request, locus, lambda why: marked(aim, locus, unique, request, why), failed, tried)
