"""Molecules as piece tables: immutable sources, spans over them, and the algebra of edits."""

from __future__ import annotations

from loxsmith.sequence.alphabet import (
    GENETIC_CODE,
    IUPAC,
    STOP_CODONS,
    is_plain,
    reverse_complement,
    translate,
)
from loxsmith.sequence.molecule import Molecule, Place, Span
from loxsmith.sequence.opening import Opener
from loxsmith.sequence.packing import UNKNOWN, decode, encode
from loxsmith.sequence.projection import Projected, lift_interval, project
from loxsmith.sequence.search import find_all
from loxsmith.sequence.source import Feature, Origin, Source, Strand

__all__ = [
    "GENETIC_CODE",
    "IUPAC",
    "STOP_CODONS",
    "UNKNOWN",
    "Feature",
    "Molecule",
    "Opener",
    "Origin",
    "Place",
    "Projected",
    "Source",
    "Span",
    "Strand",
    "decode",
    "encode",
    "find_all",
    "is_plain",
    "lift_interval",
    "project",
    "reverse_complement",
    "translate",
]
