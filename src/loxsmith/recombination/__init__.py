"""The judge: predicts every allele from molecules alone, and reads what each of them makes."""

from __future__ import annotations

from loxsmith.recombination.foreign import Foreign
from loxsmith.recombination.graph import AGENTS, Edge, Graph, Product, programme, recombine
from loxsmith.recombination.homology import Arm, Block, Difference, Outcome, Targeting, target
from loxsmith.recombination.identity import same
from loxsmith.recombination.readout import Reading, read_allele
from loxsmith.recombination.sites import PlacedSite, find_sites, is_extended
from loxsmith.recombination.transgenes import read_transgenes

__all__ = [
    "AGENTS",
    "Arm",
    "Block",
    "Difference",
    "Edge",
    "Foreign",
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
    "read_transgenes",
    "recombine",
    "same",
    "target",
]
