"""Loci: a gene, its transcripts and its surroundings, drawn in the gene's own orientation."""

from __future__ import annotations

from loxsmith.locus.codon_usage import Usage, usage_of
from loxsmith.locus.harbours import HarbourSite, harbour_gene, harbour_site
from loxsmith.locus.locus import Locus, Neighbour, open_locus
from loxsmith.locus.model import TranscriptModel
from loxsmith.locus.uniqueness import Uniqueness, uniqueness

__all__ = [
    "HarbourSite",
    "Locus",
    "Neighbour",
    "TranscriptModel",
    "Uniqueness",
    "Usage",
    "harbour_gene",
    "harbour_site",
    "open_locus",
    "uniqueness",
    "usage_of",
]
