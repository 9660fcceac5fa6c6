"""Genomes and designs, shared with the other chapters that need them."""

from __future__ import annotations

from workbench.cases import designed, genome_of, good

__all__ = ["designed", "genome_of", "good"]
