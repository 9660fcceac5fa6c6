"""Loci: a gene, its transcripts and its surroundings, drawn in the gene's own orientation."""

from __future__ import annotations

from loxsmith.locus.locus import Locus, Neighbour, open_locus
from loxsmith.locus.model import TranscriptModel

__all__ = ["Locus", "Neighbour", "TranscriptModel", "open_locus"]
