"""The slow, obvious twin of site-specific recombination, on plain strings.

Only the site table is read from the package. Sites are found by comparing every table sequence, on both
strands, with every window; an event slices strings; the closure is a breadth-first walk over strings. Nothing
is kept between two looks but the answers of pure functions of text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from typing import NamedTuple

from loxsmith.knowledge import sites as site_table
from oracle.strings import opposite


class Dna(NamedTuple):
    """A molecule: its letters, and whether the last is joined to the first."""

    letters: str
    circular: bool = False


class Found(NamedTuple):
    """A site on a molecule: where its first letter lies, its name, the strand it reads on."""

    start: int
    name: str
    strand: int


class Entry(NamedTuple):
    """What the twin needs to know of a site."""

    sequence: str
    recombinase: str
    core: str
    cut: int
    half: str
    inert: bool


class Event(NamedTuple):
    """What one recombination leaves: the locus, and the other molecule if there is one."""

    kind: str
    product: Dna
    other: Dna | None


@cache
def table() -> dict[str, Entry]:
    """The sites by name, FRT in its 34-bp form; the cut lies in the middle of the shared core."""
    return {
        row.name: Entry(
            row.left + row.spacer + row.right,
            row.recombinase,
            row.spacer,
            len(row.left) + len(row.spacer) // 2,
            row.half,
            row.inert,
        )
        for row in site_table()
        if not row.name.endswith("-48")
    }


def find(dna: Dna) -> list[Found]:
    """Compare every window with every site on both strands."""
    length, found = len(dna.letters), []
    around = dna.letters * 2 if dna.circular else dna.letters
    for start in range(length):
        for name, entry in table().items():
            window = around[start : start + len(entry.sequence)]
            if len(window) > length:
                continue
            if window == entry.sequence:
                found.append(Found(start, name, 1))
            if window == opposite(entry.sequence):
                found.append(Found(start, name, -1))
    return found


def cut_at(dna: Dna, site: Found) -> int:
    """The letter before which the strands are exchanged."""
    entry = table()[site.name]
    cut = site.start + (entry.cut if site.strand == 1 else len(entry.sequence) - entry.cut)
    return cut % len(dna.letters) if dna.circular else cut


def recombine_with_each_other(one: str, other: str) -> bool:
    """Same recombinase; attP meets attB; like spacers meet unless one site is spent."""
    a, b = table()[one], table()[other]
    if a.recombinase != b.recombinase:
        return False
    if a.half or b.half:
        return {a.half, b.half} == {"attP", "attB"}
    return a.core == b.core and not (a.inert or b.inert)


def events_within(dna: Dna, agents: frozenset[str]) -> list[Event]:
    """Cut at both sites: like directions part, opposite directions turn the middle round."""
    events = []
    acting = [site for site in find(dna) if table()[site.name].recombinase in agents]
    for a, b in combinations(sorted(acting, key=lambda site: cut_at(dna, site)), 2):
        if not recombine_with_each_other(a.name, b.name):
            continue
        first, second = cut_at(dna, a), cut_at(dna, b)
        head, middle, tail = dna.letters[:first], dna.letters[first:second], dna.letters[second:]
        if a.strand != b.strand:
            events.append(Event("inversion", Dna(head + opposite(middle) + tail, dna.circular), None))
            continue
        kept, lost = Dna(head + tail, dna.circular), Dna(middle, True)
        if dna.circular and len(lost.letters) > len(kept.letters):
            kept, lost = lost, kept  # the larger circle is taken for the one that is followed
        events.append(Event("excision", kept, lost))
    return events


def events_between(host: Dna, partner: Dna, agents: frozenset[str]) -> list[Event]:
    """Cut both molecules at their sites and join each left to the other's right."""
    events = []
    for a in find(host):
        for b in find(partner):
            if table()[a.name].recombinase in agents and recombine_with_each_other(a.name, b.name):
                events.append(_joined(host, a, partner, b))
    return events


def _joined(host: Dna, a: Found, partner: Dna, b: Found) -> Event:
    if host.circular and not partner.circular:
        return _joined(partner, b, host, a)
    here, there, letters = cut_at(host, a), cut_at(partner, b), partner.letters
    if a.strand != b.strand:
        letters, there = opposite(letters), len(letters) - there
    left, right = host.letters[:here], host.letters[here:]
    if partner.circular:
        opened = letters[there:] + letters[:there]
        return Event("integration", Dna(left + opened + right, host.circular), None)
    return Event("translocation", Dna(left + letters[there:]), Dna(letters[:there] + right))


@cache
def canonical(dna: Dna) -> Dna:
    """A circle is the same from whatever letter and strand it is read; a linear molecule is as drawn."""
    if not dna.circular:
        return dna
    both = (dna.letters, opposite(dna.letters))
    return Dna(min(text[i:] + text[:i] for text in both for i in range(max(1, len(text)))), True)


class State(NamedTuple):
    """The locus, and the given molecules that are still there."""

    locus: Dna
    pool: tuple[Dna, ...]


@dataclass
class Outcome:
    """What a programme of recombinases leaves behind."""

    loci: set[Dna] = field(default_factory=set)
    others: set[Dna] = field(default_factory=set)
    terminal: set[Dna] = field(default_factory=set)
    unique_end: bool = False
    tied: bool = False
    """A circle came apart into two of one length, so that nothing says which of them is followed."""


def follow(locus: Dna, stages: list[list[str]], also: list[Dna] | None = None) -> Outcome:
    """Walk stage by stage; what a stage cannot change, or all it swings between, enters the next."""
    given = [canonical(partner) for partner in also or []]
    fronts = {State(canonical(locus), tuple(sorted(given)))}
    outcome = Outcome(loci={canonical(locus)}, others=set(given))
    for stage in stages:
        arrows = _walk(fronts, frozenset(stage), set(given), outcome)
        ends = {state for state, followers in arrows.items() if not followers}
        outcome.terminal = {state.locus for state in ends}
        outcome.unique_end = len(outcome.terminal) == 1 and all(_reaches(s, ends, arrows) for s in arrows)
        fronts = ends or set(arrows)
    return outcome


def _walk(
    fronts: set[State], agents: frozenset[str], given: set[Dna], outcome: Outcome
) -> dict[State, set[State]]:
    arrows: dict[State, set[State]] = {}
    queue = list(fronts)
    while queue:
        state = queue.pop(0)
        if state in arrows:
            continue
        arrows[state] = set()
        for event, pool in _steps(state, agents, given):
            follower = State(canonical(event.product), tuple(sorted(pool)))
            arrows[state].add(follower)
            queue.append(follower)
            outcome.loci.add(follower.locus)
            if event.other is not None:
                outcome.others.add(canonical(event.other))
                outcome.tied |= state.locus.circular and len(event.product[0]) == len(event.other[0])
    return arrows


def _steps(state: State, agents: frozenset[str], given: set[Dna]) -> list[tuple[Event, tuple[Dna, ...]]]:
    steps: list[tuple[Event, tuple[Dna, ...]]] = []
    for event in events_within(state.locus, agents):
        back = [canonical(event.other)] if event.other and canonical(event.other) in given else []
        steps.append((event, (*state.pool, *back)))
    for i, partner in enumerate(state.pool):
        rest = state.pool[:i] + state.pool[i + 1 :]
        for event in events_between(state.locus, partner, agents):
            steps.append((event, rest if event.other is None else (*rest, canonical(event.other))))
    return steps


def _reaches(state: State, ends: set[State], arrows: dict[State, set[State]]) -> bool:
    seen, queue = {state}, [state]
    while queue:
        here = queue.pop()
        if here in ends:
            return True
        fresh = arrows[here] - seen
        seen |= fresh
        queue.extend(fresh)
    return False
