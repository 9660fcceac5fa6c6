"""Genomes on disk: bases, genes and places, from FASTA or 2bit with an annotation, GenBank or EMBL, or the store."""

from __future__ import annotations

from loxsmith.genome.genome import Genome
from loxsmith.genome.model import Contig, Gene, Transcript
from loxsmith.genome.molecules import read_molecule

__all__ = ["Contig", "Gene", "Genome", "Transcript", "read_molecule"]
