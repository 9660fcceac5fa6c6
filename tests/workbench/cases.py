"""Genomes opened once, designs made once, and a good design that may be spoilt and judged again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from loxsmith.design import Drawing, draw
from loxsmith.genome import Genome
from loxsmith.locus import Locus, Uniqueness, open_locus, uniqueness
from loxsmith.request import Request
from loxsmith.sequence import Molecule
from loxsmith.strategy import Strategy, choose
from loxsmith.workbench import Design, design, judge

LOCI = {
    "mouse": "loci/mouse_GRCm38_chr17_35150000_35300000",
    "ace2": "loci/mouse_chrX_Ace2_BACinsert_GRCm39",
}
"""The real loci, without ending, in the folder of shared data."""

MARGIN = 40_000
"""Bases round the gene that a design is made on."""

Opener = Callable[[str], Genome]
Designer = Callable[[str, str], Design]


@cache
def open_named(key: str, folder: Path | None) -> Genome:
    """Open ``demo`` or one of the real loci."""
    if key == "demo":
        return Genome.open("demo")
    assert folder is not None
    stem = folder / LOCI[key]
    return Genome.open(stem.with_suffix(".fa"), stem.with_suffix(".gff3"))


@cache
def design_named(key: str, line: str, folder: Path | None) -> Design:
    """Design one line on one genome."""
    return design(line, open_named(key, folder))


@pytest.fixture(scope="session")
def genome_of(request: pytest.FixtureRequest) -> Opener:
    """Open a genome by its key; a real one is skipped when it is not at hand."""
    return lambda key: open_named(key, _folder(key, request))


@pytest.fixture(scope="session")
def designed(request: pytest.FixtureRequest) -> Designer:
    """Design a line on a genome, once in a session."""
    return lambda key, line: design_named(key, line, _folder(key, request))


def _folder(key: str, request: pytest.FixtureRequest) -> Path | None:
    if key == "demo":
        return None
    folder: Path = request.getfixturevalue("shared")
    return folder


@dataclass(frozen=True, kw_only=True)
class Good:
    """A design before the judge saw it."""

    request: Request
    wide: Locus
    unique: Uniqueness
    strategy: Strategy
    drawing: Drawing

    @property
    def molecule(self) -> Molecule:
        """What would be built."""
        return self.drawing.construct.molecule

    def judged(self, molecule: Molecule | None = None) -> Design:
        """Judge the drawing, with another molecule in its place when one is given."""
        held = self.drawing.construct
        drawing = replace(self.drawing, construct=replace(held, molecule=molecule or held.molecule))
        return judge(self.request, self.wide, self.unique, self.strategy, drawing)

    def place(self, position: int) -> int:
        """Where base ``position`` of the wild-type locus lies on the construct."""
        origin = self.wide.molecule.locate(position)
        found = self.molecule.find(origin.source, origin.position)
        assert len(found) == 1
        return found[0][0]


@cache
def _good(key: str, line: str, folder: Path | None) -> Good:
    genome, request = open_named(key, folder), Request.parse(line)
    wide = open_locus(genome, genome.gene(request.gene or ""), margin=MARGIN, transcript=request.transcript)
    unique = uniqueness(wide)
    strategy = choose(request, wide, unique)
    drawing = draw(strategy, wide, unique, request)
    return Good(request=request, wide=wide, unique=unique, strategy=strategy, drawing=drawing)


@pytest.fixture(scope="session")
def good(request: pytest.FixtureRequest) -> Callable[[str, str], Good]:
    """Prepare a design for the judge, once in a session."""
    return lambda key, line: _good(key, line, _folder(key, request))
