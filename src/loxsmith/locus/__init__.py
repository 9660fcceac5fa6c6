"""Loci: a gene, its transcripts and its surroundings, drawn in the gene's own orientation."""

from __future__ import annotations

from loxsmith.locus.locus import Locus, Neighbour, open_locus
from loxsmith.locus.model import TranscriptModel
from loxsmith.locus.uniqueness import Uniqueness, uniqueness

__all__ = ["Locus", "Neighbour", "TranscriptModel", "Uniqueness", "open_locus", "uniqueness"]
