"""The judge: predicts every allele from molecules alone, and reads what each of them makes."""

from __future__ import annotations

from loxsmith.recombination.graph import AGENTS, Edge, Graph, Product, programme, recombine
from loxsmith.recombination.homology import Arm, Block, Difference, Outcome, Targeting, target
from loxsmith.recombination.identity import same
from loxsmith.recombination.readout import Reading, read_allele
from loxsmith.recombination.sites import PlacedSite, find_sites, is_extended

__all__ = [
    "AGENTS",
    "Arm",
    "Block",
    "Difference",
    "Edge",
    "Graph",
    "Outcome",
    "PlacedSite",
    "Product",
    "Reading",
    "Targeting",
    "find_sites",
    "is_extended",
    "programme",
    "read_allele",
    "recombine",
    "same",
    "target",
]
