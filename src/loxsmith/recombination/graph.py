"""The recombination graph: every molecule that the named recombinases can make, to closure.

A state is the locus-bearing molecule together with the partner molecules still at hand. Circles that leave
the locus are lost (they have no origin of replication and are diluted out), unless they are a partner that
was given: then they may come back. Partners do not react with themselves or with each other. Of a circular
molecule that falls in two, the larger circle is followed. Leaks between heterospecific sites are warnings and
never part of the closure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from loxsmith.errors import RequestError
from loxsmith.finding import Finding
from loxsmith.knowledge import compatibility
from loxsmith.recombination.events import Event, Kind, between, pairs, pairs_between, within
from loxsmith.recombination.sites import PlacedSite, find_sites
from loxsmith.sequence import Molecule, reverse_complement

AGENTS = ("Cre", "Flp", "Dre", "phiC31", "Bxb1")
"""Recombinases the engine knows, as the site table spells them."""

MOST_STATES = 400
"""States after which the search stops with a warning: a guard against concatemers, not a limit of biology."""


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
    fronts = [_State(molecule, partners)]
    prefix = ""
    for stage in stages:
        fronts, prefix = builder.close(fronts, stage, prefix)
    return builder.graph(fronts)


@dataclass(frozen=True, slots=True)
class _State:
    locus: Molecule
    pool: tuple[Molecule, ...]

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        return fingerprint(self.locus), tuple(sorted(_either_strand(m) for m in self.pool))


@dataclass(slots=True)
class _Builder:
    """Names the products as closures meet them."""

    start: Molecule
    partners: tuple[Molecule, ...]
    products: dict[str, Product] = field(default_factory=dict)
    """By fingerprint, in the order met."""
    edges: list[Edge] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unique: bool = True
    settled: bool = True

    def __post_init__(self) -> None:
        self._register(fingerprint(self.start), "input", self.start, "", "", "input", locus=True)
        for i, partner in enumerate(self.partners, 1):
            key = _either_strand(partner)
            self._register(key, f"partner_{i}", partner, "", "", "input", locus=False)

    def close(self, fronts: list[_State], stage: Sequence[str], before: str) -> tuple[list[_State], str]:
        """Run one stage; return where it ends, and the agents that have acted so far as an id."""
        closure = _Closure.of(fronts, stage, set(map(_either_strand, self.partners)))
        agents = {event.agent for _, event, _ in closure.steps}
        acted = "_and_".join(agent.casefold() for agent in stage if agent in agents)
        prefix = "_".join(filter(None, (before, acted)))
        names = self._names(closure, prefix)
        for state, event, follower in closure.steps:
            self._record_locus(names, state, event, follower)
        for state, event, _ in closure.steps:
            self._record_by_product(state, event)
        self._warn(closure, stage)
        self.unique = closure.is_unique
        self.settled = bool(closure.terminal)
        return _distinct(closure.terminal or closure.states), prefix

    def graph(self, fronts: list[_State]) -> Graph:
        ends = [self.products[fingerprint(state.locus)].id for state in fronts] if self.settled else []
        return Graph(
            products=tuple(self.products.values()),
            edges=tuple(self.edges),
            terminal=tuple(dict.fromkeys(ends)),
            unique_end=self.unique and self.settled and len(set(ends)) == 1,
            findings=tuple(dict.fromkeys(self.findings)),
        )

    def _names(self, closure: _Closure, prefix: str) -> dict[str, str]:
        ends = {fingerprint(state.locus) for state in closure.terminal}
        fresh = [k for k in closure.loci if k not in self.products]
        new_ends = [k for k in fresh if k in ends]
        others = [k for k in fresh if k not in ends]
        names = {k: self.products[k].id for k in closure.loci if k in self.products}
        names |= {k: prefix if len(new_ends) == 1 else f"{prefix}_{i}" for i, k in enumerate(new_ends, 1)}
        word = "partial" if closure.terminal else "state"
        return names | {k: f"{prefix}_{word}_{i}" for i, k in enumerate(others, 1)}

    def _record_locus(self, names: dict[str, str], state: _State, event: Event, follower: _State) -> None:
        source, target = fingerprint(state.locus), fingerprint(follower.locus)
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

    def _record_by_product(self, state: _State, event: Event) -> None:
        left = event.by_product
        if left is None or _either_strand(left) in self.products or fingerprint(left) in self.products:
            return
        word = "circle" if left.circular else "translocated"
        number = sum(p.id.startswith(f"{word}_") for p in self.products.values()) + 1
        source = self.products[fingerprint(state.locus)].id
        key = _either_strand(left)
        self._register(key, f"{word}_{number}", left, source, event.agent, event.kind, locus=False)

    def _register(
        self, key: str, name: str, molecule: Molecule, parent: str, agent: str, kind: Kind | Literal["input"], *,
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

    def _warn(self, closure: _Closure, stage: Sequence[str]) -> None:
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


@dataclass(slots=True)
class _Closure:
    """The states reachable from some starting states with one set of recombinases."""

    states: list[_State]
    steps: list[tuple[_State, Event, _State]]
    unexplored: set[int]
    """Ids of states of which some followers were left out."""

    @classmethod
    def of(cls, fronts: list[_State], stage: Sequence[str], partners: set[str]) -> _Closure:
        agents = frozenset(stage)
        seen = {state.key: state for state in fronts}
        queue = list(seen.values())
        closure = cls(queue, [], set())
        for state in queue:
            for event, follower in _steps(state, agents, partners):
                known = seen.get(follower.key)
                if known is None and len(seen) >= MOST_STATES:
                    closure.unexplored.add(id(state))
                    continue
                if known is None:
                    known = seen[follower.key] = follower
                    queue.append(follower)
                closure.steps.append((state, event, known))
        return closure

    @property
    def truncated(self) -> bool:
        return bool(self.unexplored)

    @property
    def loci(self) -> list[str]:
        return list(dict.fromkeys(fingerprint(state.locus) for state in self.states))

    @property
    def terminal(self) -> list[_State]:
        moving = {id(state) for state, _, _ in self.steps} | self.unexplored
        return [state for state in self.states if id(state) not in moving]

    @property
    def all_settle(self) -> bool:
        """Whether an end can be reached from every state."""
        reached = {id(s) for s in self.terminal}
        grew = True
        while grew:
            before = len(reached)
            reached |= {id(a) for a, _, b in self.steps if id(b) in reached}
            grew = len(reached) > before
        return len(reached) == len(self.states)

    @property
    def is_unique(self) -> bool:
        """One end, reached from everywhere, in a search that went to its end."""
        ends = {fingerprint(s.locus) for s in self.terminal}
        return len(ends) == 1 and self.all_settle and not self.truncated


def _steps(state: _State, agents: Collection[str], partners: set[str]) -> Iterable[tuple[Event, _State]]:
    for event in within(state.locus, agents):
        pool = state.pool
        if event.by_product is not None and _either_strand(event.by_product) in partners:
            pool = (*pool, event.by_product)
        yield event, _State(event.product, pool)
    for i, partner in enumerate(state.pool):
        rest = state.pool[:i] + state.pool[i + 1 :]
        for event in between(state.locus, partner, agents):
            pool = rest if event.by_product is None else (*rest, event.by_product)
            yield event, _State(event.product, pool)


@lru_cache(maxsize=4096)
def fingerprint(molecule: Molecule) -> str:
    """Return a text that two molecules share when they are the same DNA.

    Linear molecules are compared as drawn. Circles are compared whatever base and strand they are drawn from.
    """
    if not molecule.circular:
        return molecule.sequence
    return "circle " + _least_turn(molecule)


def _either_strand(molecule: Molecule) -> str:
    """Like ``fingerprint``, and the same for a linear molecule drawn from its other strand."""
    if molecule.circular:
        return fingerprint(molecule)
    return min(molecule.sequence, reverse_complement(molecule.sequence))


def _least_turn(molecule: Molecule) -> str:
    text = molecule.sequence
    both = (text, reverse_complement(text))
    marks = [s.start % len(text) for s in find_sites(molecule)]
    if marks:
        flipped = [(len(text) - s.end) % len(text) for s in find_sites(molecule)]
        turns = [both[0][m:] + both[0][:m] for m in marks] + [both[1][m:] + both[1][:m] for m in flipped]
        return min(turns)
    return min(_booth(both[0]), _booth(both[1]))


def _booth(text: str) -> str:
    """Return the lexicographically least rotation (Booth 1980, Inf. Process. Lett. 10:240)."""
    n, i, j, k = len(text), 0, 1, 0
    while i < n and j < n and k < n:
        a, b = text[(i + k) % n], text[(j + k) % n]
        if a == b:
            k += 1
            continue
        if a > b:
            i += k + 1
        else:
            j += k + 1
        if i == j:
            j += 1
        k = 0
    least = min(i, j)
    return text[least:] + text[:least]


def _leaks(found: Iterable[tuple[PlacedSite, PlacedSite]]) -> Iterable[Finding]:
    for a, b in found:
        verdict = compatibility(a.site, b.site)
        yield Finding(
            severity="warn",
            message=f"{a.site.name} and {b.site.name} may recombine at a low rate: {verdict.statement}",
            where=f"{a.site.name} x {b.site.name}",
        )


def _distinct(states: list[_State]) -> list[_State]:
    return list({state.key: state for state in states}.values())


def _spell(placed: PlacedSite) -> str:
    return f"{placed.site.name}:{'+' if placed.strand == 1 else '-'}@{placed.start + 1}"
