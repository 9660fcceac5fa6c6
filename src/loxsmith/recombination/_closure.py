"""All states that a set of recombinases can reach, and how they hang together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from loxsmith.recombination.events import Event, between, within
from loxsmith.recombination.identity import Register
from loxsmith.sequence import Molecule

MOST_STATES = 400
"""States after which the search stops with a warning: a guard against concatemers, not a limit of biology."""


@dataclass(frozen=True, slots=True)
class State:
    """The locus-bearing molecule, and the partners that are still at hand."""

    locus: Molecule
    pool: tuple[Molecule, ...]


Key = tuple[str, int]


@dataclass(slots=True)
class Names:
    """Tells molecules apart: linear loci as they are drawn, all else from either strand."""

    loci: Register = field(default_factory=lambda: Register(stranded=True))
    others: Register = field(default_factory=lambda: Register(stranded=False))

    def locus(self, molecule: Molecule) -> Key:
        """Key of a molecule as the bearer of the locus."""
        return self.other(molecule) if molecule.circular else ("locus", self.loci.number(molecule))

    def other(self, molecule: Molecule) -> Key:
        """Key of a circle, a partner or the far half of a translocation."""
        return "other", self.others.number(molecule)

    def state(self, state: State) -> tuple[Key, ...]:
        """Key of a state."""
        return self.locus(state.locus), *sorted(self.other(m) for m in state.pool)


@dataclass(slots=True)
class Closure:
    """The states reachable from some starting states with one set of recombinases."""

    states: list[State]
    steps: list[tuple[State, Event, State]]
    unexplored: set[int]
    """Ids of states of which some followers were left out."""
    names: Names

    @classmethod
    def of(
        cls, fronts: list[State], stage: Sequence[str], partners: Collection[Key], names: Names
    ) -> Closure:
        """Explore from ``fronts`` breadth first; ``partners`` may come back once they have left."""
        agents = frozenset(stage)
        seen = {names.state(state): state for state in fronts}
        queue = list(seen.values())
        closure = cls(queue, [], set(), names)
        for state in queue:
            for event, follower in _steps(state, agents, partners, names):
                key = names.state(follower)
                known = seen.get(key)
                if known is None and len(seen) >= MOST_STATES:
                    closure.unexplored.add(id(state))
                    continue
                if known is None:
                    known = seen[key] = follower
                    queue.append(follower)
                closure.steps.append((state, event, known))
        return closure

    @property
    def truncated(self) -> bool:
        """Whether the search stopped before its end."""
        return bool(self.unexplored)

    @property
    def loci(self) -> list[Key]:
        """Keys of the locus-bearing molecules, in the order met."""
        return list(dict.fromkeys(self.names.locus(state.locus) for state in self.states))

    @property
    def terminal(self) -> list[State]:
        """States in which nothing is left to do."""
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
        ends = {self.names.locus(s.locus) for s in self.terminal}
        return len(ends) == 1 and self.all_settle and not self.truncated


def _steps(
    state: State, agents: Collection[str], partners: Collection[Key], names: Names
) -> Iterable[tuple[Event, State]]:
    for event in within(state.locus, agents):
        pool = state.pool
        if event.by_product is not None and names.other(event.by_product) in partners:
            pool = (*pool, event.by_product)
        yield event, State(event.product, pool)
    for i, partner in enumerate(state.pool):
        rest = state.pool[:i] + state.pool[i + 1 :]
        for event in between(state.locus, partner, agents):
            pool = rest if event.by_product is None else (*rest, event.by_product)
            yield event, State(event.product, pool)
