"""Figures of a design as self-contained SVG: the locus to scale, the vector map, the allele series.

Nothing here knows a design: callers describe what lies where as `Track` and `Glyph`. The same track gives the
same text on every machine. Colours follow the page: set ``--fig-ink``, ``--fig-mute``, ``--fig-line``,
``--fig-paper``, ``--fig-shade`` or ``--fig-font`` on any ancestor of an inlined figure to override them.
"""

from loxsmith.package.figures.layout import Box, Layout, Leader, Mark, PlacedText
from loxsmith.package.figures.locus import layout_locus, locus_figure
from loxsmith.package.figures.model import KINDS, Block, Glyph, Piece, Scale, Track
from loxsmith.package.figures.series import allele_series, layout_series
from loxsmith.package.figures.vector import layout_vector, vector_map

__all__ = [
    "KINDS",
    "Block",
    "Box",
    "Glyph",
    "Layout",
    "Leader",
    "Mark",
    "Piece",
    "PlacedText",
    "Scale",
    "Track",
    "allele_series",
    "layout_locus",
    "layout_series",
    "layout_vector",
    "locus_figure",
    "vector_map",
]
