"""The recombination graph: every molecule that the named recombinases can make, to closure.

A state is the locus-bearing molecule together with the partner molecules still at hand. Circles that leave
the locus are lost (they have no origin of replication and are diluted out), unless they are a partner that
was given: then they may come back. Partners do not react with themselves or with each other. Of a circular
molecule that falls in two, the larger circle is followed. Leaks between heterospecific sites are warnings and
never part of the closure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from loxsmith.errors import RequestError
from loxsmith.finding import Finding
from loxsmith.knowledge import compatibility
from loxsmith.recombination._closure import MOST_STATES, Closure, Key, Names, State
from loxsmith.recombination.events import Event, Kind, pairs, pairs_between
from loxsmith.recombination.sites import PlacedSite, doubtful_sites
from loxsmith.sequence import Molecule, Source, is_plain

AGENTS = ("Cre", "Flp", "Dre", "phiC31", "Bxb1")
"""Recombinases the engine knows, as the site table spells them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A molecule met in the graph."""

    id: str
    """``input``, ``cre``, ``flp_cre``, ``cre_partial_1``, ``circle_1``, ``partner_1`` ..."""

    molecule: Molecule
    """The molecule itself."""

    parent: str
    """Id of the product it was first made from; empty for what was given."""

    agent: str
    """Recombinase of the step that first made it; empty for what was given."""

    kind: Kind | Literal["input"]
    """Event of the step that first made it."""

    bears_locus: bool
    """False for excised circles, partners and the far halves of translocations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A step from one product to another."""

    source: str
    target: str
    agent: str
    kind: Kind
    sites: tuple[str, str]
    """The two sites as ``name:strand@start`` with 1-based starts on the molecules before the step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """All products, all steps, and where they end."""

    products: tuple[Product, ...]
    edges: tuple[Edge, ...]
    terminal: tuple[str, ...]
    """Locus-bearing products on which the recombinases have nothing left to do."""

    unique_end: bool
    """True when every route ends in one and the same molecule."""

    findings: tuple[Finding, ...]
    """Leaks, equilibria and limits met on the way."""

    def __getitem__(self, product_id: str) -> Product:
        """Look a product up by its id."""
        for product in self.products:
            if product.id == product_id:
                return product
        raise KeyError(product_id)


def programme(text: str) -> tuple[tuple[str, ...], ...]:
    """Read ``Flp,Cre`` as one after the other and ``Flp+Cre`` as both at once.

    >>> programme("flp,Cre+Dre")
    (('Flp',), ('Cre', 'Dre'))

    Raises:
        RequestError: a recombinase is not known.
    """
    return tuple(tuple(_agent(name) for name in stage.split("+")) for stage in text.split(","))


def _agent(name: str) -> str:
    for agent in AGENTS:
        if name.strip().casefold() == agent.casefold():
            return agent
    raise RequestError(
        f"{name.strip()!r} is not a recombinase known here.",
        hint=f"Use one of {', '.join(AGENTS)}, joined by ',' (one after the other) or '+' (both at once).",
        recombinase=name,
    )


def recombine(molecule: Molecule, stages: Sequence[Sequence[str]], also: Iterable[Molecule] = ()) -> Graph:
    """Let recombinases act on ``molecule`` stage by stage, each to closure.

    Args:
        molecule: the locus-bearing molecule, linear or circular.
        stages: recombinases, as ``programme`` reads them.
        also: further molecules present from the start, such as an RMCE donor.
    """
    partners = tuple(also)
    builder = _Builder(molecule, partners)
    fronts = [State(molecule, partners)]
    for given in (molecule, *partners):
        builder.findings.extend(_doubts(given))
    prefix = ""
    for stage in stages:
        fronts, prefix = builder.close(fronts, stage, prefix)
    return builder.graph(fronts)


_TWO_WAY = frozenset({"Cre", "Flp", "Dre"})
"""Recombinases whose product sites are substrates again."""


@dataclass(slots=True)
class _Builder:
    """Names the products as closures meet them."""

    start: Molecule
    partners: tuple[Molecule, ...]
    names: Names = field(default_factory=Names)
    products: dict[Key, Product] = field(default_factory=dict)
    """In the order met."""
    edges: list[Edge] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unique: bool = True
    settled: bool = True

    def __post_init__(self) -> None:
        self._register(self.names.locus(self.start), "input", self.start, "", "", "input", locus=True)
        for i, partner in enumerate(self.partners, 1):
            key = self.names.other(partner)
            self._register(key, f"partner_{i}", partner, "", "", "input", locus=False)

    def close(self, fronts: list[State], stage: Sequence[str], before: str) -> tuple[list[State], str]:
        """Run one stage; return where it ends, and the agents that have acted so far as an id."""
        closure = Closure.of(fronts, stage, set(map(self.names.other, self.partners)), self.names)
        agents = {event.agent for _, event, _ in closure.steps}
        acted = "_and_".join(agent.casefold() for agent in stage if agent in agents)
        prefix = "_".join(filter(None, (before, acted)))
        names = self._ids(closure, prefix)
        for state, event, follower in closure.steps:
            self._record_locus(names, state, event, follower)
        for state, event, _ in closure.steps:
            self._record_by_product(state, event)
        self._warn(closure, stage)
        if any(p.kind == "exchange" and p.agent in _TWO_WAY for p in self.products.values()):
            self._say("The exchange can be undone while a circle with the same sites is at hand.")
        self.unique = closure.is_unique
        self.settled = bool(closure.terminal)
        return closure.terminal or closure.states, prefix

    def graph(self, fronts: list[State]) -> Graph:
        ends = [self.products[self.names.locus(state.locus)].id for state in fronts] if self.settled else []
        return Graph(
            products=tuple(self.products.values()),
            edges=tuple(self.edges),
            terminal=tuple(dict.fromkeys(ends)),
            unique_end=self.unique and self.settled and len(set(ends)) == 1,
            findings=tuple(dict.fromkeys(self.findings)),
        )

    def _ids(self, closure: Closure, prefix: str) -> dict[Key, str]:
        ends = {self.names.locus(state.locus) for state in closure.terminal}
        fresh = [k for k in closure.loci if k not in self.products]
        new_ends = [k for k in fresh if k in ends]
        others = [k for k in fresh if k not in ends]
        names = {k: self.products[k].id for k in closure.loci if k in self.products}
        names |= {k: prefix if len(new_ends) == 1 else f"{prefix}_{i}" for i, k in enumerate(new_ends, 1)}
        word = "partial" if closure.terminal else "state"
        return names | {k: f"{prefix}_{word}_{i}" for i, k in enumerate(others, 1)}

    def _record_locus(self, names: dict[Key, str], state: State, event: Event, follower: State) -> None:
        source, target = self.names.locus(state.locus), self.names.locus(follower.locus)
        parent = self.products.get(source)
        kind = event.kind
        if kind == "excision" and parent is not None and parent.kind == "integration":
            kind = "exchange"  # what went in by one pair of sites and leaves by another has been swapped
        self._register(target, names[target], follower.locus, names[source], event.agent, kind, locus=True)
        edge = Edge(
            source=self.products[source].id,
            target=self.products[target].id,
            agent=event.agent,
            kind=kind if self.products[target].kind == kind else event.kind,
            sites=(_spell(event.sites[0]), _spell(event.sites[1])),
        )
        if edge not in self.edges:
            self.edges.append(edge)

    def _record_by_product(self, state: State, event: Event) -> None:
        left = event.by_product
        if left is None or {self.names.other(left), self.names.locus(left)} & self.products.keys():
            return
        word = "circle" if left.circular else "translocated"
        number = sum(p.id.startswith(f"{word}_") for p in self.products.values()) + 1
        source = self.products[self.names.locus(state.locus)].id
        key = self.names.other(left)
        self._register(key, f"{word}_{number}", left, source, event.agent, event.kind, locus=False)

    def _register(
        self, key: Key, name: str, molecule: Molecule, parent: str, agent: str, kind: Kind | Literal["input"], *,
        locus: bool,
    ) -> None:  # fmt: skip
        known = self.products.get(key)
        if known is None:
            self.products[key] = Product(
                id=name, molecule=molecule.renamed(name), parent=parent, agent=agent, kind=kind,
                bears_locus=locus,
            )  # fmt: skip
        elif locus and not known.bears_locus:
            self.products[key] = replace(known, bears_locus=True)

    def _warn(self, closure: Closure, stage: Sequence[str]) -> None:
        for state in closure.states:
            self.findings.extend(_leaks(pairs(state.locus, stage, "leak")))
            for partner in state.pool:
                self.findings.extend(_leaks(pairs_between(state.locus, partner, stage, "leak")))
        who = " and ".join(stage)
        if any(event.kind == "translocation" for _, event, _ in closure.steps):
            self._say(f"{who} exchanges the ends of two linear molecules: in a cell, a translocation.")
        if closure.truncated:
            self._say(
                f"The search stopped after {MOST_STATES} states: products and ends beyond are not known."
            )
        elif not closure.terminal:
            self._say(
                f"{who} reaches no end state: the reaction runs both ways between {len(closure.loci)} molecules "
                "(an equilibrium)."
            )
        elif not closure.all_settle:
            self._say(
                f"On some routes {who} runs both ways for ever and never reaches an end (an equilibrium)."
            )

    def _say(self, message: str) -> None:
        self.findings.append(Finding(severity="warn", message=message))


LONG_GAP = 2000
"""Ambiguous letters from which a molecule is not searched for doubtful sites one by one (judgement)."""


@lru_cache(maxsize=512)
def _is_plain(source: Source) -> bool:
    """Whether a source names every base; asked once, so that no event reads a whole molecule for it."""
    return is_plain(source.sequence)


def _doubts(molecule: Molecule) -> Iterable[Finding]:
    """Report what ambiguous letters may hide."""
    if all(_is_plain(span.source) for span in molecule.spans):
        return
    text = molecule.sequence
    count = sum(letter not in "ACGT" for letter in text)
    if not count:
        return
    where = molecule.name
    yield Finding(
        severity="warn", message=f"{count} ambiguous letters: sites under them are not seen.", where=where
    )
    for at, site, strand in doubtful_sites(text) if count <= LONG_GAP else ():
        sign = "+" if strand == 1 else "-"
        yield Finding(
            severity="warn",
            message=f"{at + 1}-{at + len(site.sequence)} ({sign}) may be {site.name}, but for ambiguous letters in it: "
            "it is not counted as a site.",
            where=where,
        )


def _leaks(found: Iterable[tuple[PlacedSite, PlacedSite]]) -> Iterable[Finding]:
    for a, b in found:
        verdict = compatibility(a.site, b.site)
        yield Finding(
            severity="warn",
            message=f"{a.site.name} and {b.site.name} may recombine at a low rate: {verdict.statement}",
            where=f"{a.site.name} x {b.site.name}",
        )


def _spell(placed: PlacedSite) -> str:
    return f"{placed.site.name}:{'+' if placed.strand == 1 else '-'}@{placed.start + 1}"
