"""Hypothesis strategies for the whole project: sources with features, positions, and random edits.

A molecule is drawn as a ``Program``: a first source and a list of edits. Cuts are drawn as plain integers
and folded into the molecule's length when the edit is played, so every program fits every molecule and
shrinks well. ``play`` runs one program on anything that has the molecule's methods, so the molecule and its
plain-string twin see the very same edits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from loxsmith.sequence import IUPAC, Feature, Molecule, Source

LONGEST = 400
"""Molecules stop growing here (bp), so that the slow twin stays quick."""

_CUTS = st.integers(0, LONGEST)


# -- letters, features, sources ------------------------------------------------------------------------------


def dna(min_size: int = 0, max_size: int = 30) -> st.SearchStrategy[str]:
    """Upper-case A, C, G and T."""
    return st.text("ACGT", min_size=min_size, max_size=max_size)


def iupac(min_size: int = 0, max_size: int = 30) -> st.SearchStrategy[str]:
    """Upper-case bases with ambiguity letters."""
    return st.text("".join(IUPAC), min_size=min_size, max_size=max_size)


@st.composite
def features(draw: st.DrawFn, length: int, max_segments: int = 3) -> Feature:
    """A feature on a source of ``length`` bp (1 or more); several segments when they fit, some touching."""
    count = draw(st.integers(1, min(max_segments, length)))
    segments, at = [], 0
    for left in range(count - 1, -1, -1):
        start = draw(st.integers(at, length - left - 1))
        at = draw(st.integers(start + 1, length - left))
        segments.append((start, at))
    return Feature(
        kind=draw(st.sampled_from(("exon", "CDS", "misc_feature"))),
        label=draw(st.sampled_from("abcde")),
        segments=tuple(segments),
        strand=draw(st.sampled_from((1, -1, 0))),
    )


@st.composite
def sources(draw: st.DrawFn, min_size: int = 1, max_size: int = 24, max_features: int = 3) -> Source:
    """A short source with features."""
    sequence = draw(iupac(min_size, max_size))
    carried = draw(st.lists(features(len(sequence)), max_size=max_features)) if sequence else []
    return Source(name=draw(st.sampled_from("STU")), sequence=sequence, features=tuple(carried))


# -- positions -----------------------------------------------------------------------------------------------


def cuts(length: int) -> st.SearchStrategy[int]:
    """A place between two bases, or at an end."""
    return st.integers(0, length)


def positions(length: int) -> st.SearchStrategy[int]:
    """A base."""
    return st.integers(0, length - 1)


def intervals(length: int) -> st.SearchStrategy[tuple[int, int]]:
    """A stretch ``start <= end``, empty ones among them."""
    return st.tuples(cuts(length), cuts(length)).map(lambda pair: (min(pair), max(pair)))


# -- programs of edits ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Edit:
    """One edit before it meets a molecule: ``a``, ``b`` and ``c`` are folded into its length when played."""

    name: str
    a: int
    b: int
    c: int
    source: Source


@dataclass(frozen=True)
class Program:
    """A first source and the edits that follow."""

    first: Source
    edits: tuple[Edit, ...]


def play(program: Program, make: Callable[[Source], Any]) -> Any:
    """Run a program on what ``make`` makes of a source: a molecule, or its twin."""
    subject = make(program.first)
    for edit in program.edits:
        subject = step(subject, edit, make)
    return subject


def step(subject: Any, edit: Edit, make: Callable[[Source], Any]) -> Any:
    """Run one edit; one that would not fit the topology, or grow too long, changes nothing."""
    if len(subject) > LONGEST and edit.name in _GROWING:
        return subject
    if subject.circular != _TOPOLOGY.get(edit.name, subject.circular):
        return subject
    start, end = sorted((edit.a % (len(subject) + 1), edit.b % (len(subject) + 1)))
    return EDITS[edit.name](subject, start, end, edit.c, make(edit.source))


EDITS: dict[str, Callable[[Any, int, int, int, Any], Any]] = {
    "insert": lambda m, a, b, c, new: m.insert(a, new),
    "insert turned": lambda m, a, b, c, new: m.insert(a, new.reverse_complement()),
    "replace": lambda m, a, b, c, new: m.replace(a, b, new),
    "delete": lambda m, a, b, c, new: m.delete(a, b),
    "slice": lambda m, a, b, c, new: m.slice(a, b),
    "invert": lambda m, a, b, c, new: m.invert(a, b),
    "turn": lambda m, a, b, c, new: m.reverse_complement(),
    "repeat": lambda m, a, b, c, new: m.insert(c % (len(m) + 1), m.slice(a, b)),
    "move": lambda m, a, b, c, new: m.delete(a, b).insert(c % (len(m) - b + a + 1), m.slice(a, b)),
    "join": lambda m, a, b, c, new: m + new,
    "excise": lambda m, a, b, c, new: m.excise(a, b)[0],
    "keep circle": lambda m, a, b, c, new: m.excise(a, b)[1],
    "integrate": lambda m, a, b, c, new: m.integrate(a, new.circularise(), c % (len(new) + 1)),
    "circularise": lambda m, a, b, c, new: m.circularise(),
    "rotate": lambda m, a, b, c, new: m.rotate(a),
    "linearise": lambda m, a, b, c, new: m.linearise(a),
}
"""Every edit by name: the molecule, a stretch of it, one more number, and a new piece."""

_TOPOLOGY = {"join": False, "circularise": False, "rotate": True, "linearise": True}
_GROWING = frozenset({"insert", "insert turned", "replace", "repeat", "join", "integrate"})


@st.composite
def programs(draw: st.DrawFn, max_edits: int = 6) -> Program:
    """A program over one to three sources; a source that is used twice is there twice."""
    pool = draw(st.lists(sources(), min_size=1, max_size=3))
    edits = st.builds(Edit, st.sampled_from(sorted(EDITS)), _CUTS, _CUTS, _CUTS, st.sampled_from(pool))
    return Program(pool[0], tuple(draw(st.lists(edits, max_size=max_edits))))


@st.composite
def molecules(draw: st.DrawFn, circular: bool | None = None, min_size: int = 0) -> Molecule:
    """A molecule built by random edits, linear or circular (either unless told)."""
    built: Molecule = play(draw(programs()), Molecule.of)
    if len(built) < min_size:
        built = built.insert(len(built), Molecule.of(draw(sources(min_size=min_size))))
    wanted = draw(st.booleans()) if circular is None else circular
    return Molecule(built.spans, circular=wanted, name=built.name)
