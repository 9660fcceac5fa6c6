"""Puts the document together from what was asked, drawn, simulated and proved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from loxsmith import __version__
from loxsmith.colony import Names
from loxsmith.design import Drawing
from loxsmith.finding import Finding
from loxsmith.locus import Locus, Uniqueness
from loxsmith.package.document import (
    AlternativeInfo,
    Document,
    EdgeInfo,
    FindingInfo,
    GenomeInfo,
    NamesInfo,
    PromiseInfo,
    Software,
    StrategyInfo,
    Target,
)
from loxsmith.recombination import Reading
from loxsmith.request import Request
from loxsmith.strategy import Strategy
from loxsmith.workbench.naming import names_of
from loxsmith.workbench.prove import Proof
from loxsmith.workbench.sections import allele_info, edit_infos, guide_infos, molecule_info
from loxsmith.workbench.simulate import Simulation, Step

LATER = "not built yet in this version"
"""Reason given for a section that is still to come."""


def assemble(
    *,
    request: Request,
    locus: Locus,
    unique: Uniqueness,
    strategy: Strategy,
    drawing: Drawing,
    simulation: Simulation,
    readings: Mapping[str, tuple[Reading, ...]],
    proofs: Sequence[Proof],
    findings: Sequence[Finding],
) -> Document:
    """Build the document."""
    sequences = {a.id: a.molecule.sequence for a in simulation.alleles if a.bears_locus}
    return Document(
        software=Software(name="loxsmith", version=__version__),
        proved=all(p.proved for p in proofs) and not any(f.severity == "stop" for f in findings),
        request={
            "text": request.canonical(customer=False),
            **request.model_dump(mode="json", exclude_none=True),
        },
        genome=_genome(locus),
        target=_target(locus, unique),
        strategy=_strategy(strategy),
        promises=tuple(_promise(p) for p in proofs),
        molecules=(molecule_info(drawing, locus),),
        alleles=tuple(
            allele_info(a, readings.get(a.id, ()), locus, dict(strategy.names)) for a in simulation.alleles
        ),
        graph=tuple(_edge(step) for step in (*_first_steps(simulation), *simulation.steps)),
        guides=guide_infos(drawing.candidates, sequences, locus),
        edits=edit_infos(drawing.edits, locus),
        names=_names(names_of(request, strategy, simulation, locus)),
        findings=tuple(FindingInfo(severity=f.severity, message=f.message, where=f.where) for f in findings),
        absent=_absent(strategy),
    )


def _names(found: Names) -> NamesInfo:
    return NamesInfo(
        allele=found.allele, derived=dict(found.derived), strain=found.strain or None, notes=found.notes
    )


def _genome(locus: Locus) -> GenomeInfo:
    genome = locus.genome
    return GenomeInfo(
        name=genome.name,
        species=genome.species,
        assembly=genome.assembly,
        sha256=genome.sha256,
        synthetic=genome.synthetic,
    )


def _target(locus: Locus, unique: Uniqueness) -> Target:
    offset = locus.contig.offset
    return Target(
        gene=locus.gene.symbol,
        gene_id=locus.gene.id,
        transcript=locus.target.id,
        chrom=locus.contig.chrom,
        start=locus.gene.start + offset + 1,
        end=locus.gene.end + offset,
        strand="+" if locus.strand == 1 else "-",
        window=locus.window,
        x_linked=locus.is_x_linked,
        protein_length=len(locus.protein),
        searched_bp=unique.searched,
    )


def _strategy(strategy: Strategy) -> StrategyInfo:
    return StrategyInfo(
        id=strategy.id,
        title=strategy.title,
        why=strategy.why,
        alternatives=tuple(AlternativeInfo(id=a.id, why_not=a.why_not) for a in strategy.alternatives),
        assumptions=strategy.assumptions,
    )


def _promise(proof: Proof) -> PromiseInfo:
    promise = proof.promise
    return PromiseInfo(
        id=promise.id,
        allele=promise.allele,
        statement=promise.statement,
        proved=proof.proved,
        evidence=proof.evidence,
    )


def _first_steps(simulation: Simulation) -> list[Step]:
    """The steps from the wild type, which recombinases have no part in."""
    return [
        Step(source="wild_type", target=a.id, agent=None, kind=a.kind, sites=())
        for a in simulation.alleles
        if a.parent == "wild_type"
    ]


def _edge(step: Step) -> EdgeInfo:
    return EdgeInfo(
        source=step.source, target=step.target, agent=step.agent, kind=step.kind, sites=step.sites
    )


def _absent(strategy: Strategy) -> dict[str, str]:
    sections = ("assays", "checks", "crosses", "timeline", "cost", "explanation")
    found = dict.fromkeys(sections, LATER)
    if strategy.route == "es":
        found["guides"] = "ES-cell targeting by a selected vector needs no guide"
    if not strategy.edits:
        found["edits"] = "no base is exchanged: the cassette of the molecule is all that is put in"
    return dict(sorted(found.items()))
