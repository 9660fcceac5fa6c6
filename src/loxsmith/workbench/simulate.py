"""Simulation: the judge is handed the locus and the construct, and returns every allele that can arise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from loxsmith.finding import Finding
from loxsmith.knowledge import part
from loxsmith.package.document import EventKind
from loxsmith.recombination import Edge, Graph, Outcome, Targeting, recombine, same, target
from loxsmith.sequence import Molecule, Opener, reverse_complement


@dataclass(frozen=True, slots=True, kw_only=True)
class Allele:
    """A molecule that the simulation made, and how."""

    id: str
    molecule: Molecule
    parent: str | None
    kind: EventKind
    agent: str | None
    intended: bool
    bears_locus: bool = True
    note: str = ""
    same_as: str | None = None
    """An earlier allele of the same sequence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An edge of the document's graph."""

    source: str
    target: str
    agent: str | None
    kind: str
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """Everything the judge predicted."""

    targeting: Targeting
    alleles: tuple[Allele, ...]
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]

    def __getitem__(self, allele_id: str) -> Allele:
        """Look an allele up by its id."""
        return next(a for a in self.alleles if a.id == allele_id)

    def get(self, allele_id: str) -> Allele | None:
        """Look an allele up by its id; None when it was not reached."""
        return next((a for a in self.alleles if a.id == allele_id), None)


def simulate(
    wild: Molecule, construct: Molecule, orders: Sequence[Sequence[str]], *, opener: Opener | None = None
) -> Simulation:
    """Recombine ``construct`` into ``wild``, then let recombinases act in every order named.

    Args:
        wild: the wild-type locus.
        construct: vector or donor.
        orders: such as ``("Flp",)`` and ``("Flp", "Cre")``.
        opener: enzyme that cuts a circular construct open before use. What recombines is then linear; the circle
            alone is asked what it does when it escaped the enzyme.
    """
    cuts = opener.cuts(construct) if opener else ()
    targeting = target(wild, construct.linearise(cuts[0]) if len(cuts) == 1 else construct)
    uncut = target(wild, construct) if len(cuts) == 1 else None
    run = _Run(wild, targeting, uncut)
    if opener and len(cuts) != 1:
        message = (
            f"{opener.enzyme} cuts the vector {len(cuts)} times, so it cannot be opened for electroporation."
        )
        run.findings.append(Finding(severity="stop", message=message, where="vector"))
    for order in sorted(orders, key=len):
        run.act(tuple(order))
    run.add_unintended()
    warnings = tuple(Finding(severity="warn", message=w, where="targeting") for w in targeting.warnings)
    return Simulation(
        targeting=targeting,
        alleles=tuple(run.alleles),
        steps=tuple(run.steps),
        findings=(*warnings, *dict.fromkeys(run.findings)),
    )


class _Run:
    def __init__(self, wild: Molecule, targeting: Targeting, uncut: Targeting | None) -> None:
        self.targeting = targeting
        self.uncut = uncut
        self.findings: list[Finding] = []
        self.steps: list[Step] = []
        self.circles = 0
        self.alleles = [
            Allele(id="wild_type", molecule=wild, parent=None, kind="reference", agent=None, intended=True),
            Allele(
                id="targeted",
                molecule=targeting.targeted.renamed("targeted"),
                parent="wild_type",
                kind="homologous recombination",
                agent=None,
                intended=True,
            ),
        ]

    def act(self, order: tuple[str, ...]) -> None:
        """Let the last recombinase of ``order`` act on what the ones before it left."""
        parent = self._find("_".join(order[:-1]).casefold() or "targeted")
        if parent is None:
            return
        agent, allele_id = order[-1], "_".join(order).casefold()
        graph = recombine(parent.molecule, [(agent,)])
        self.findings += graph.findings
        if not graph.unique_end:
            return
        end = graph[graph.terminal[0]]
        event = end.kind if end.kind != "input" else "unchanged"
        self._add(
            Allele(
                id=allele_id,
                molecule=end.molecule.renamed(allele_id),
                parent=parent.id,
                kind=event,
                agent=agent,
                intended=True,
                note="" if end.kind != "input" else f"{agent} finds nothing left to do.",
            )
        )
        self._follow(graph, parent.id, allele_id, agent)

    def add_unintended(self) -> None:
        """Add the outcomes of targeting that screening must exclude."""
        for outcome in self.targeting.outcomes:
            if outcome.id != "targeted":
                self._add_outcome(outcome, "")
        for outcome in self.uncut.outcomes if self.uncut else ():
            if outcome.id == "backbone":
                self._add_outcome(outcome, " It needs a circle: vector that escaped the linearising enzyme.")

    def _add_outcome(self, outcome: Outcome, remark: str) -> None:
        self._add(
            Allele(
                id=outcome.id,
                molecule=outcome.molecule.renamed(outcome.id),
                parent="wild_type",
                kind="homologous recombination",
                agent=None,
                intended=False,
                note=f"{outcome.note}{remark}{self._fate(outcome.molecule)}",
            )
        )

    def _fate(self, molecule: Molecule) -> str:
        """Say whether negative selection sees an unintended product; empty when the vector has none."""
        toxin = part("DTA").sequence
        if not _holds(self.targeting.vector, toxin) and not (self.uncut and _holds(self.uncut.vector, toxin)):
            return ""
        if _holds(molecule, toxin):
            return " It carries the toxin gene (DTA), so most such clones die."
        return " It carries no toxin gene (DTA): negative selection does not remove it."

    def _find(self, allele_id: str) -> Allele | None:
        return next((a for a in self.alleles if a.id == allele_id), None)

    def _add(self, allele: Allele) -> None:
        twin = next((a.id for a in self.alleles if same(a.molecule, allele.molecule)), None)
        self.alleles.append(replace(allele, same_as=twin))

    def _follow(self, graph: Graph, parent: str, end: str, agent: str) -> None:
        """Take over the steps, and the circles that are new."""
        names = {"input": parent, graph.terminal[0]: end}
        self._add_passing(graph, names, end, agent)
        for product in graph.products:
            if product.bears_locus or self._known(product.molecule):
                continue
            self.circles += 1
            names[product.id] = f"circle_{self.circles}"
            self.alleles.append(
                Allele(
                    id=names[product.id],
                    molecule=product.molecule.renamed(names[product.id]),
                    parent=names.get(product.parent, parent),
                    kind=product.kind if product.kind != "input" else "unchanged",
                    agent=product.agent,
                    intended=False,
                    bears_locus=False,
                    note="Cut out as a circle; it has no origin of replication and is diluted out.",
                )
            )
            self.steps.append(
                Step(
                    source=names.get(product.parent, parent),
                    target=names[product.id],
                    agent=product.agent,
                    kind=product.kind,
                    sites=(),
                )
            )
        self.steps += [_step(edge, names) for edge in graph.edges]
        if not graph.edges:
            self.steps.append(Step(source=parent, target=end, agent=agent, kind="unchanged", sites=()))

    def _add_passing(self, graph: Graph, names: dict[str, str], end: str, agent: str) -> None:
        """Add the states that the recombinase passes through, and name those that are known already."""
        for product in graph.products:
            if not product.bears_locus or product.id in names:
                continue
            twin = next((a for a in self.alleles if same(a.molecule, product.molecule)), None)
            if twin is not None:
                names[product.id] = twin.id
                continue
            number = sum(a.id.startswith(f"{end}_passing_") for a in self.alleles) + 1
            names[product.id] = f"{end}_passing_{number}"
            self.alleles.append(
                Allele(
                    id=names[product.id],
                    molecule=product.molecule.renamed(names[product.id]),
                    parent=names.get(product.parent, names["input"]),
                    kind=product.kind if product.kind != "input" else "unchanged",
                    agent=agent,
                    intended=False,
                    note=f"Not an end: {agent} acts on it further, and a cell may be met in this state.",
                )
            )

    def _known(self, molecule: Molecule) -> bool:
        return any(same(a.molecule, molecule) for a in self.alleles)


def _holds(molecule: Molecule, bases: str) -> bool:
    return bases in molecule.sequence or reverse_complement(bases) in molecule.sequence


def _step(edge: Edge, names: dict[str, str]) -> Step:
    return Step(
        source=names.get(edge.source, edge.source),
        target=names.get(edge.target, edge.target),
        agent=edge.agent,
        kind=edge.kind,
        sites=edge.sites,
    )
