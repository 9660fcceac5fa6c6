"""What is drawn on an allele."""

from __future__ import annotations

from loxsmith.genome import Genome
from loxsmith.workbench import design


def test_chance_bases_of_the_backbone_are_not_drawn_on_an_allele() -> None:
    """Behind Kesto's 3' arm the vector goes on like the locus for a few bases; no promoter stands there."""
    found = design("Kesto p.E120A conditional", Genome.open("demo")).document
    assert "PGK" not in {f.label for f in found.allele("cre").features}
    assert "PGK" in {f.label for f in found.molecules[0].features}
