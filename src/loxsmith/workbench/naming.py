"""What a design's alleles are called: from the request and the simulation to the rules of nomenclature."""

from __future__ import annotations

from loxsmith.colony import Names, name_alleles
from loxsmith.colony.names import Derived
from loxsmith.knowledge import part
from loxsmith.locus import Locus
from loxsmith.request import Request
from loxsmith.strategy import Strategy
from loxsmith.workbench.simulate import Simulation

_NAMED = frozenset({"cds", "promoter"})
"""Kinds of parts that stand in a symbol: the gene expressed, and what drives it."""


def names_of(request: Request, strategy: Strategy, simulation: Simulation, locus: Locus) -> Names:
    """Name the intended alleles of a design."""
    alleles = [
        Derived(id=a.id, same_as=a.same_as)
        for a in simulation.alleles
        if a.intended and a.bears_locus and a.id != "wild_type"
    ]
    return name_alleles(
        locus.gene.symbol,
        route=strategy.route,
        alleles=alleles,
        expressed=_expressed(request, locus),
        lab=request.lab,
        strain=request.strain,
        lettered=request.kind == "ikmc",
    )


def _expressed(request: Request, locus: Locus) -> str:
    """The foreign gene that the locus expresses in place of, or beside, its own; reporters fused to it are none."""
    if request.kind == "humanize" and request.humanize_scope in {"cds", "exon2-stop", "genomic"}:
        return locus.gene.symbol.upper()
    if request.kind not in {"atg", "harbour"}:
        return ""
    found = [item for item in request.payload if item.kind == "file" or _stands(item.name, item.kind)]
    return "-".join(item.text.removeprefix("@").rpartition("/")[2].partition(".")[0] for item in found)


def _stands(name: str, kind: str) -> bool:
    return kind == "part" and part(name).kind in _NAMED
