"""Genomes on disk: bases, genes and places, from FASTA with GFF3, or from annotated GenBank and EMBL."""

from __future__ import annotations

from loxsmith.genome.genome import Genome
from loxsmith.genome.model import Contig, Gene, Transcript
from loxsmith.genome.molecules import read_molecule

__all__ = ["Contig", "Gene", "Genome", "Transcript", "read_molecule"]
