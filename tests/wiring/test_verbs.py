"""The verbs take files, names and open things alike."""

from __future__ import annotations

from pathlib import Path

import pytest

import loxsmith
from loxsmith.errors import RequestError
from loxsmith.knowledge import site
from loxsmith.sequence import Molecule

LOXP = site("loxP").sequence
FLOXED = "A" * 50 + LOXP + "C" * 100 + LOXP + "G" * 50


def test_recombine_takes_a_molecule_or_its_file(tmp_path: Path) -> None:
    """Both give the same products."""
    file = tmp_path / "floxed.fa"
    file.write_text(f">floxed\n{FLOXED}\n", encoding="ascii")
    graphs = [loxsmith.recombine(what, "Cre") for what in (file, str(file), Molecule.of(FLOXED))]
    assert {graph["cre"].molecule.sequence for graph in graphs} == {"A" * 50 + LOXP + "G" * 50}


def test_recombine_refuses_an_unknown_agent() -> None:
    """By name."""
    with pytest.raises(RequestError, match="Cree"):
        loxsmith.recombine(Molecule.of(FLOXED), "Cree")


def test_design_takes_a_line_and_an_open_or_named_genome() -> None:
    """The teaching genome by name or opened gives the same document."""
    by_name = loxsmith.design("Lumo1 p.H100R")
    opened = loxsmith.design(loxsmith.Request.parse("Lumo1 p.H100R"), genome=loxsmith.Genome.open("demo"))
    assert by_name.document == opened.document
    assert "targeted" in by_name.alleles


def test_target_gives_the_intended_allele_first() -> None:
    """Arms are found by alignment."""
    import random

    dice = random.Random(3)
    left, right = ("".join(dice.choices("ACGT", k=400)) for _ in "ab")
    found = loxsmith.target(Molecule.of(left + right), Molecule.of(left[100:] + LOXP + right[:300]))
    assert found.targeted.sequence == left + LOXP + right
